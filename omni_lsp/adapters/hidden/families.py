"""How languages write comments and strings, as far as that tells them from code."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

_LINE_SLASH = r"//[^\n\r]*"
_BLOCK_SLASH = r"/\*.*?(?:\*/|\Z)"
_HASH = r"(?<!\S)\#[^\n\r]*"
_DASHES = r"--(?!\[=*\[)[^\n\r]*"
_DOUBLE = r'"[^"\\\n\r]*+(?:\\.[^"\\\n\r]*+)*+"?'
_SINGLE = r"'[^'\\\n\r]*+(?:\\.[^'\\\n\r]*+)*+'?"
_CHARACTER = r"'(?:\\[^\n\r]{1,10}?|[^'\\\n\r])'"
_BACKTICK = r"`[^`\\]*+(?:\\.[^`\\]*+)*+(?:`|\\?\Z)"
_TRIPLE = (
    r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:"""|\\?\Z)'
    r"|'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+(?:'''|\\?\Z)"
)
_MANY_LINES = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_HERE = r"<<[-~]?\s*(?P<quote>['\"]?)(?P<tag>[A-Za-z_]\w*)(?P=quote)[^\n]*\n.*?(?:^[ \t]*(?P=tag)\b|\Z)"


@dataclass(frozen=True, slots=True)
class Family:
    """Patterns of comments and of strings; `is_code` is false where all the rest is data, such as YAML's values.

    `has_prose` says that text for people stands between the code, as in PHP, so that its spaces are not judged;
    `has_controls` that raw control characters are part of the language, as in Vim's mappings.
    """

    comments: str
    strings: str
    is_code: bool = True
    has_prose: bool = False
    has_controls: bool = False


_C = Family(rf"{_LINE_SLASH}|{_BLOCK_SLASH}", rf"{_TRIPLE}|{_DOUBLE}|{_CHARACTER}")
_SCRIPTED = Family(rf"{_LINE_SLASH}|{_BLOCK_SLASH}", rf"{_DOUBLE}|{_SINGLE}|{_BACKTICK}")
_PYTHON = Family(r"\#[^\n\r]*", rf"{_TRIPLE}|{_DOUBLE}|{_SINGLE}")
_SHELL = Family(_HASH, rf"{_HERE}|{_TRIPLE}|{_DOUBLE}|{_SINGLE}")
_RUBY = Family(_HASH, rf"{_HERE}|{_DOUBLE}|{_SINGLE}", has_prose=True)
_POWERSHELL = Family(rf"<\#.*?(?:\#>|\Z)|{_HASH}", rf"@\".*?(?:^\"@|\Z)|{_DOUBLE}|{_SINGLE}")
_DATABASE = Family(rf"{_DASHES}|{_BLOCK_SLASH}", rf"{_DOUBLE}|{_SINGLE}")
_LUA = Family(rf"--\[(?P<bars>=*)\[.*?(?:\](?P=bars)\]|\Z)|{_DASHES}", rf"{_DOUBLE}|{_SINGLE}|\[\[.*?(?:\]\]|\Z)")
_HASKELL = Family(rf"\{{-.*?(?:-\}}|\Z)|{_DASHES}", rf"{_DOUBLE}|{_CHARACTER}")
_LISP = Family(r"\#\|.*?(?:\|\#|\Z)|;[^\n\r]*", _MANY_LINES)
_PERCENT = Family(r"%[^\n\r]*", rf"{_DOUBLE}|{_SINGLE}")
_BASIC = Family(r"'[^\n\r]*", _DOUBLE)
_VIM = Family(r"^[ \t]*\"[^\n\r]*", rf"{_DOUBLE}|{_SINGLE}", has_prose=True, has_controls=True)
_PHP = Family(rf"{_LINE_SLASH}|{_HASH}|{_BLOCK_SLASH}", rf"{_DOUBLE}|{_SINGLE}|{_BACKTICK}", has_prose=True)
_STYLES = Family(rf"{_LINE_SLASH}|{_BLOCK_SLASH}", rf"{_DOUBLE}|{_SINGLE}", has_prose=True)
_JSON = Family(rf"{_LINE_SLASH}|{_BLOCK_SLASH}", _DOUBLE, is_code=False)
_YAML = Family(_HASH, rf"{_DOUBLE}|{_SINGLE}", is_code=False)
_KEYS = Family(r"^[ \t]*[\#;!][^\n\r]*", _DOUBLE, is_code=False)

# LSP language ids, and file endings where a client or the disk gives no id.
_MEMBERS: tuple[tuple[Family, str], ...] = (
    (_C, "c cpp h hpp cc cxx csharp cs rust rs kotlin kt kts scala swift objective-c objective-cpp m mm java go zig"),
    (_C, "solidity sol verilog sv proto proto3 protobuf v thrift glsl hlsl wgsl cuda cu fsharp fs ocaml ml d"),
    (
        _SCRIPTED,
        "javascript javascriptreact typescript typescriptreact js mjs cjs jsx ts mts cts tsx dart groovy gradle",
    ),
    (_PYTHON, "python py pyi pyw gdscript gd starlark bzl nim"),
    (_SHELL, "shellscript sh bash zsh fish ksh makefile mk dockerfile cmake tcl elixir ex exs r julia jl coffeescript"),
    (_SHELL, "terraform tf hcl nix just"),
    (_RUBY, "ruby rb perl pl pm raku crystal cr"),
    (_POWERSHELL, "powershell ps1 psm1"),
    (_DATABASE, "sql plsql mysql pgsql vhdl vhd ada adb ads applescript"),
    (_LUA, "lua luau"),
    (_HASKELL, "haskell hs elm purescript purs idris agda lean"),
    (_LISP, "lisp commonlisp clojure clj cljs cljc scheme scm racket rkt elisp emacs-lisp el fennel"),
    (_PERCENT, "erlang erl matlab prolog"),
    (_BASIC, "vb vba vbs bas"),
    (_VIM, "vim vimscript nvimrc exrc"),
    (_PHP, "php"),
    (_STYLES, "css scss less stylus"),
    (_JSON, "json jsonc json5 code-workspace"),
    (_YAML, "yaml yml toml"),
    (_KEYS, "ini properties dotenv env cfg conf editorconfig"),
)
_BY_NAME = {name: family for family, names in _MEMBERS for name in names.split()}
_WITHOUT_ENDING = {"makefile": _SHELL, "dockerfile": _SHELL, "gnumakefile": _SHELL, "justfile": _SHELL}


def family_of(language: str, path: str) -> Family | None:
    """By LSP language id, else by the path's ending; `None` for prose and whatever else has no code."""
    if language in _BY_NAME:
        return _BY_NAME[language]
    name = PurePosixPath(path).name.lower()
    return _BY_NAME.get(name.rpartition(".")[2]) if "." in name else _WITHOUT_ENDING.get(name)


@cache
def tokens(family: Family) -> re.Pattern[str]:
    """Matches one comment, as the group `comment`, or one string."""
    return re.compile(rf"(?P<comment>{family.comments})|(?:{family.strings})", re.DOTALL | re.MULTILINE)
