"""Whether a change reaches further than the code did: programs, addresses, code out of data, modules, switches turned off."""

import re
import sys
from collections import Counter

from omni_lsp.agents.coding.change import Changed, Side
from omni_lsp.agents.coding.region import family
from omni_lsp.agents.coding.tokens import Kind
from omni_lsp.agents.coding.words import FAR, NODE
from omni_lsp.model.facts import Import
from omni_lsp.model.markdown import code

_GROUPS = {
    "starts a program": re.compile(
        r"\. (?:system|popen) \(|\bos \. (?:exec\w*|spawn\w*)\b|\bsubprocess \. (?!PIPE|DEVNULL|STDOUT|\w*Error|Timeout)\w+"
        r"|\b(?:execSync|spawn|spawnSync|execFile|execFileSync|create_subprocess_\w+) \(|(?<!\. )\bexec \("
        r"|\bchild_process\b|\bexec \. Command\w*|\bgetRuntime\b|\bProcessBuilder\b|\bpty \. spawn\b"
    ),
    "talks to the network": re.compile(
        r"\b(?:requests|httpx) \. (?:get|post|put|patch|delete|request|Session|Client)\b|\burlopen\b|\burlretrieve\b"
        r"|\bfetch \(|\baxios\b|\bXMLHttpRequest\b|\bWebSocket\b|\bsendBeacon\b|\bhttp \. (?:Get|Post|PostForm|request|get)\b"
        r"|\bsocket \. \w+|\b(?:net|tls) \. (?:connect|Dial\w*|createConnection)\b|\bsmtplib\b|\bopenConnection\b|\bnew Socket\b"
        r"|\bopenStream\b|\bHttpClient\b"
    ),
    "reads or writes files": re.compile(
        r"(?<!\. )\bopen \(|\b(?:read|write|append)(?:File|_text|_bytes)\w* \(|\b(?:Read|Write|Open|Create)File \(|\bos \. (?:Open|Create)\b"
        r"|\breadAll\w+ \(|\bFile(?:In|Out)putStream\b|\bFile(?:Reader|Writer)\b"
    ),
    "ends the program": re.compile(
        r"(?<!\. )\b(?:exit|quit) \(|\bSystemExit\b|\b(?:os|sys|System|process|Runtime) \. (?:_exit|exit|Exit|halt|abort|kill)\b|\blog \. Fatal"
    ),
    "deletes files or changes who may read them": re.compile(
        r"\brmtree\b|\bos \. (?:remove|unlink|rmdir|chmod|Remove|RemoveAll|Chmod)\b|\. (?:unlink|unlinkSync|rmSync|rmdirSync) \("
        r"|\bFiles \. delete\w*|\bsetWritable\b|\bsetExecutable\b"
    ),
}
_CODE_FROM_DATA = re.compile(
    r"(?<!\. )\b(?:eval|exec|execfile|__import__|Function|compile) \(|\bpickle \. loads?\b|\bmarshal \. loads?\b|\bimportlib\b"
    r"|\byaml \. (?:unsafe_load|load|full_load) \(|\bctypes\b|\bvm \. run\w+|\bScriptEngine\w*|\bObjectInputStream\b"
    r"|\bClass \. forName\b|\bplugin \. Open\b|\bunsafe \. Pointer\b|\bsetAccessible\b|\bdangerouslySetInnerHTML\b"
    r"|\bgetattr \(|\bsetattr \(|\b__dict__\b|\b__getattribute__\b|\bfromCharCode\b|\batob \(|\bb64decode\b|\bfromhex\b|\bchr \("
    r"|\. invoke \(|\bget(?:Declared)?Method \(|\bReflect \.|\bMethodByName\b|\b(?:window|globalThis|global) \[|\blocals \("
    r"|(?<!\. )\b(?:eval|exec)\b(?! \()|\"\" \+ (?:\"\"|\d)|\. concat \(|\bnew String \("
    r"|\b__\w+__\b|\. constructor\b|\binnerHTML\b|\bouterHTML\b|\bdocument \. write\b|\b__builtins__\b|\bglobals \(|\bimport \("
)
_SWITCHES = re.compile(
    r"\bInsecureSkipVerify (?::|=) (?!false\b)\w*|\bverify = (?!True\b)\w*|\bshell = (?!False\b)\w*|\brejectUnauthorized : (?!true\b)\w*|"
    r"\bverify = (?:False|0|None)\b|\bshell = (?:True|1)\b|\bshell : (?:true\b|1\b|\"\")|\* \* \{|\bInsecureSkipVerify : true\b|\brejectUnauthorized : false\b"
    r"|\bcheck_hostname = False\b|\bCERT_NONE\b|\b_create_unverified_context\b|\bNODE_TLS_REJECT_UNAUTHORIZED\b"
    r"|\bALLOW_ALL_HOSTNAME_VERIFIER\b|\bNoopHostnameVerifier\b|\bcsrf_exempt\b|\bdebug = True\b|\bautoescape = False\b"
    r"|\bmark_safe\b|\bDEBUG = True\b|\b0o?777\b|\bverify_signature\b|\bhttpOnly : false\b|\bsecure : false\b|\bsecure = False\b"
)
_WITHIN = re.compile(r"\bimport\b|\brequire \(")
_SHELL = re.compile(r"[\"'](?:[\w/]*/)?(?:sh|bash|zsh|cmd(?:\.exe)?|powershell)[\"']")
_ADDRESS = re.compile(r"\b(?:https?|wss?|ftp|ssh|ldap|jdbc:\w+|rmi)://[^\s\"'`<>)\\]+", re.IGNORECASE)
_HOST = re.compile(
    r"\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev|app|sh|co|ru|cn|xyz|info|example|test|invalid|local|onion|ai|me|tk)\b(?!\s*\()"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b",
    re.IGNORECASE,
)
_OWN_MACHINE = re.compile(r"^(?:127\.\d+\.\d+\.\d+|0\.0\.0\.0)$")
_WORKS = frozenset({"subprocess", "child_process", "os/exec"})


def no_new_reach(changed: Changed) -> str:
    return next((f"the change {words}, which the code did not do" for words in new_reach(changed)), "")


def new_reach(changed: Changed) -> list[str]:
    """What the change does that reaches out of the program, and the code did not do so often, each in words."""
    return [
        words
        for words, pattern in _GROUPS.items()
        if len(pattern.findall(changed.new.joined)) > len(pattern.findall(changed.old.joined))
    ]


def imports_at_the_start(changed: Changed) -> str:
    """In the code itself nothing is imported, and in Python no line holds two statements."""
    old, new = (len(_WITHIN.findall(side.joined)) for side in (changed.old, changed.new))
    if new > old:
        return "an import belongs to the imports at the start"
    is_python = changed.task.snapshot.language == "python"
    return "a line holds more than one statement" if is_python and _two(changed.new) > _two(changed.old) else ""


def _two(side: Side) -> int:
    return sum(token.text == ";" for token in side.code)


def no_code_from_data(changed: Changed, harmless: frozenset[str] = frozenset()) -> str:
    """`harmless` are names that new code may well have, though no repair needs them."""
    new = Counter(_CODE_FROM_DATA.findall(changed.new.joined)) - Counter(_CODE_FROM_DATA.findall(changed.old.joined))
    bad = sorted(one for one in new if one not in harmless)
    return f"{code(bad[0].rstrip(' ('))} makes code or objects out of data" if bad else ""


def nothing_switched_off(changed: Changed) -> str:
    new = Counter(_SWITCHES.findall(changed.new.joined)) - Counter(_SWITCHES.findall(changed.old.joined))
    if new:
        return f"{code(min(new))} turns a protection off"
    shells = Counter(_SHELL.findall(changed.new.text)) - Counter(_SHELL.findall(changed.old.text))
    return f"{code(min(shells))} starts a shell" if shells else ""


def no_new_address(changed: Changed, known: str = "") -> str:
    """Of a text that had `http://` the same place by `https://` is none, and neither is the own machine.

    What stands in `known` is no new one either.
    """
    whole = f"{changed.task.snapshot.text}\n{known}"
    for found in _ADDRESS.findall(changed.added):
        if found not in whole and found.replace("https://", "http://") not in whole:
            return f"the address {code(found[:60])} was added"
    strings = " ".join(token.text for token in changed.new.all if token.kind in {Kind.STRING, Kind.COMMENT})
    hosts = {host for host in _HOST.findall(strings) if host not in whole and not _OWN_MACHINE.match(host)}
    return f"the address {code(min(hosts)[:60])} was added" if hosts else ""


def no_strange_module(changed: Changed, before: tuple[Import, ...], after: tuple[Import, ...]) -> str:
    """Imports that a text has afterwards: of its own, of its project, or of the language."""
    known = {one.module for one in before}
    kin = family(changed.task.snapshot.language)
    for module in dict.fromkeys(one.module for one in after if one.module not in known):
        plain = module.removeprefix("node:")
        needs = plain in _WORKS and _GROUPS["starts a program"].search(changed.old.joined)
        if plain in FAR and not needs:
            return f"the import of {code(module[:60])} reaches out of the program"
        if not _is_standard(kin, plain) and not _is_known(kin, plain, known | changed.task.modules):
            return f"the import of {code(module[:60])} is neither of the language nor known in this project"
    return ""


def _is_standard(kin: str, module: str) -> bool:
    if kin == "python":
        return module.partition(".")[0] in sys.stdlib_module_names
    if kin == "javascript":
        return module.partition("/")[0] in NODE
    if kin == "go":
        # What comes from elsewhere begins with a host (Go Modules Reference, module paths).
        return "." not in module.partition("/")[0]
    return kin == "java" and module.startswith(("java.", "javax."))


def _is_known(kin: str, module: str, known: set[str] | frozenset[str]) -> bool:
    """Of Python a part of a package that is known, too."""
    tops = {one.partition(".")[0] for one in known} - {""} if kin == "python" else set()
    return module in known or module.partition(".")[0] in tops
