"""Whether code is a test: it calls what it is about, asserts something that could be otherwise, and skips nothing."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from omni_lsp.agents.coding.change import Changed
from omni_lsp.agents.coding.region import family
from omni_lsp.agents.coding.wish import Look, no_reach
from omni_lsp.model.facts import Symbol
from omni_lsp.model.markdown import code

_TEST = {
    "python": re.compile(r"\bdef test\w*|\bclass Test\w*"),
    "javascript": re.compile(r"(?<!\. )\b(?:test|it)(?: \. (?:each|concurrent))? \("),
    "go": re.compile(r"\bfunc (?:Test|Fuzz)\w* \("),
    "java": re.compile(r"@ (?:\w+ \. )*(?:Test|ParameterizedTest|RepeatedTest)\b"),
}
_ASSERTS = {
    "python": re.compile(r"\bassert\b|\. assert\w+ \(|\braises \(|\bassertRaises\w* \("),
    "javascript": re.compile(
        r"\bexpect \(|\bassert\b(?: \. \w+)? \(|\bt \. (?:is|deepEqual|assert|equal|throws)\w* \("
    ),
    "go": re.compile(r"\. (?:Error|Errorf|Fatal|Fatalf|Fail|FailNow) \(|\b(?:assert|require) \. \w+ \("),
    "java": re.compile(r"\bassert\w* \(|\bassert\b|\bfail \("),
}
_SKIPS = re.compile(
    r"\b(?:pytest|unittest) \. (?:mark \. )?(?:skip|xfail|expectedFailure)\w*|\bskipTest \(|\b(?:test|it|describe) \. (?:skip|todo|only)\b"
    r"|\b(?:xit|xdescribe|xtest) \(|\. Skip(?:f|Now)? \(|@ (?:Disabled|Ignore)\b|\bimportorskip \("
)
_ALWAYS = re.compile(
    r"\bassert (?:\( )?(?:True|1|\"\"|not False|not None)(?! ?(?:[=!<>]|in\b|is\b|[.\[%+*-]))|\bassert (\w+) == \1(?= |$)"
    r"|\bassertTrue \( (?:True|true) \)|\bassertFalse \( (?:False|false) \)|\bexpect \( (true|false|\d+) \) \. \w+ \( \2 \)"
    r"|\bassertEquals? \( (\w+) , \3 \)|\bassert (?:\. ok )?\( true \)"
)
_FRAMES = {
    "python": ("pytest", "unittest"),
    "javascript": ("node:test", "node:assert", "node:assert/strict"),
    "java": ("org.junit", "org.assertj", "org.hamcrest", "org.mockito", "java"),
}
_PART = re.compile(r"[/.]")


def bar(symbol: Symbol) -> tuple[Look, ...]:
    """What tests of a definition have to be besides all that other code has to be."""
    return (
        ("is a test", _is_test, "it has a test"),
        ("names what is tested", lambda changed: _names(changed, symbol), "it calls what is tested"),
        ("asserts", _asserts, "it asserts something"),
        ("skips nothing", _skips_nothing, "no test is skipped"),
        ("reach", no_reach, "it starts nothing, connects to nothing, deletes nothing"),
    )


def importable(source: str, target: str, language: str) -> tuple[str, ...]:
    """How tests at `target` may import a file at `source`, both below the folder with `/`: the most usual form first."""
    path, kin = PurePosixPath(source), family(language)
    if kin == "python":
        parts = [*path.with_suffix("").parts]
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        forms = [parts[at:] for at in range(len(parts))]
        if parts[0] in {"src", "lib"} and len(forms) > 1:
            forms = forms[1:]
        return tuple(".".join(form) for form in forms)
    if kin == "javascript":
        relative = _relative(path, PurePosixPath(target).parent)
        return relative, relative.removesuffix(path.suffix)
    return ()


def may_import(source: str, target: str, language: str) -> Callable[[str], bool]:
    """Whether tests may import a module: the file that they test, a framework for tests, in Java its package."""
    forms, kin = set(importable(source, target, language)), family(language)
    frames = _FRAMES.get(kin, ())

    def is_fine(module: str) -> bool:
        if module in forms or module in frames:
            return True
        if kin == "java":
            return module.startswith(tuple(f"{frame}." for frame in frames))
        return kin == "python" and any(form.startswith(f"{module}.") for form in forms)

    return is_fine


def _relative(path: PurePosixPath, folder: PurePosixPath) -> str:
    one, other = path.parts, folder.parts
    same = 0
    while same < min(len(one) - 1, len(other)) and one[same] == other[same]:
        same += 1
    up = len(other) - same
    return "/".join([*([".."] * up or ["."]), *one[same:]])


def _is_test(changed: Changed) -> str:
    pattern = _TEST.get(family(changed.task.snapshot.language))
    return "" if pattern is None or pattern.search(changed.new.joined) else "there is no test in it"


def _names(changed: Changed, symbol: Symbol) -> str:
    if any(token.text == symbol.name for token in changed.new.code):
        return ""
    # What is called at the start or the end of an object has no name of its own in a test.
    owner = _PART.split(symbol.container)[-1] if symbol.container else ""
    is_special = symbol.name.startswith("__") or symbol.name in {"constructor", owner}
    if is_special and owner and any(token.text == owner for token in changed.new.code):
        return ""
    return f"it never calls {code(symbol.name)}"


def _asserts(changed: Changed) -> str:
    pattern = _ASSERTS.get(family(changed.task.snapshot.language))
    if pattern is not None and not pattern.search(changed.new.joined):
        return "it asserts nothing"
    return "an assertion in it always holds" if _ALWAYS.search(changed.new.joined) else ""


def _skips_nothing(changed: Changed) -> str:
    found = _SKIPS.search(changed.new.joined)
    return f"{code(found[0].replace(' ', ''))} skips a test" if found else ""
