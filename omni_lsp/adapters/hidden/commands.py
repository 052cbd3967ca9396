"""Command lines that fetch or unpack a program and run it at once, open a way in, or send secrets away."""

import re

_FETCH = r"(?:curl|wget|fetch|iwr|irm|Invoke-WebRequest|Invoke-RestMethod|aria2c)"
_SHELL = (
    r"(?:ba|z|da|k|fi|c|a)?sh|pwsh|powershell(?:\.exe)?|python[\d.]*|node|deno|bun|perl|ruby|php|iex|Invoke-Expression"
)
_RUN = rf"(?:(?:sudo|env|exec|nohup|command|xargs)\s+(?:-\S+\s+|\w+=\S*\s+)*)*(?:/\S*/)?(?:{_SHELL})\b"
_PRIVATE = (
    r"(?:\.ssh\b|id_rsa|id_ed25519|\.aws\b|\.env\b|\.netrc|\.npmrc|\.pypirc|\.kube/config|\.docker/config|\.git-credentials|/etc/passwd"
    r"|/etc/shadow|\.gnupg|keychain|credentials)"
)

_DANGERS = re.compile(
    rf"""
      \b{_FETCH}\b[^\n;|&]{{0,300}}(?:\|[^\n|;]{{0,200}}){{0,3}}?\|\s*{_RUN}
    | \b(?:{_SHELL})\s+(?:-\w+\s+)*["']?(?:\$\(|<\(|`)\s*{_FETCH}\b
    | (?:\beval|\bsource|(?<!\S)\.)\s+["']?(?:\$\(|<\(|`)\s*{_FETCH}\b
    | \bbase64\s+(?:-d|-D|--decode)\b[^\n]{{0,200}}?\|\s*{_RUN}
    | \b(?:xxd\s+-r|openssl\s+(?:enc|base64)\s[^\n|]{{0,200}}-d)\b[^\n]{{0,200}}?\|\s*{_RUN}
    | \b(?:python[\d.]*|node|perl|ruby|php|deno|bun)\s+(?:eval\s+)?-{{1,2}}(?:c|e|r|eval)\b[^\n]{{0,200}}?
        (?:b64decode|atob\(|fromCharCode|unhexlify|Buffer\.from\([^)]{{0,200}}base64|urlopen\(|exec\(|socket\.socket)
    | \b(?:powershell|pwsh)(?:\.exe)?\b[^\n]{{0,200}}?\s-e(?:nc|ncodedcommand)?\s+[A-Za-z0-9+/=]{{16,}}
    | /dev/(?:tcp|udp)/ | \b(?:nc|ncat|netcat)\b[^\n|]{{0,200}}\s-\w*[ec]\w*\s | \bsocat\b[^\n]*\bexec: | \bmkfifo\b[^\n]*\bnc\b
    | \b(?:curl|wget|nc|ncat|scp|rsync)\b[^\n;&|]{{0,300}}{_PRIVATE}
    | {_PRIVATE}[^\n;&]{{0,200}}\|\s*(?:base64\b[^\n|;]{{0,200}}\|\s*)?(?:curl|wget|nc|ncat)\b
    | (?:^|[\s;&|(])(?:env|printenv|set)\s*\|\s*(?:base64\b[^\n|;]{{0,200}}\|\s*)?(?:curl|wget|nc|ncat)\b
    | \brm\s+-(?:rf|fr|r\s+-f|f\s+-r)\s+(?:--no-preserve-root\s+)?["']?(?:/|~/?|\$HOME/?|\$\{{HOME\}}/?|/\*)["']?(?:\s|$|;|&)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SAVED = re.compile(rf"\b{_FETCH}\b[^\n;&]{{0,300}}?(?:\s-o|\s-O|>|--output|-OutFile)\s*(?P<file>[^\s;&|]{{1,200}})")
_LONGEST = 4000  # What comes behind is not looked at: no command line is so long.


def is_dangerous(command: str) -> bool:
    """Whether a command line, or a text that has one, does one of these."""
    line = command[:_LONGEST]
    return _DANGERS.search(line) is not None or any(_is_run(line, saved) for saved in _SAVED.finditer(line))


def _is_run(line: str, saved: re.Match[str]) -> bool:
    """Whether a downloaded file is run further on in the line."""
    file = re.escape(saved["file"])
    return re.search(rf"(?:;|&&|\|\|)\s*(?:chmod\s+\S+\s+|{_RUN}\s+)?{file}(?!\S)", line[saved.end() :]) is not None
