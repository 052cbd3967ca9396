"""Rules, documents and stand-ins for the tests of the Semgrep adapter."""

import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from omni_lsp.model.text import Snapshot

RULES = """
rules:
  - id: weak-hash
    languages: [python]
    severity: WARNING
    message: MD5 of $X is weak
    pattern: hashlib.md5($X)
    fix: hashlib.sha256($X)
    metadata:
      title: Weak hash
      cwe: ["CWE-327: Use of a Broken or Risky Cryptographic Algorithm"]
      owasp: ["A02:2021 - Cryptographic Failures"]
      confidence: HIGH
      remedy: Use SHA-256.
      example: hashlib.sha256(data)
      references: [https://docs.python.org/3/library/hashlib.html]
  - id: named-secret
    languages: [python]
    severity: ERROR
    message: A secret in the code
    patterns:
      - pattern: $NAME = "..."
      - metavariable-regex: {metavariable: $NAME, regex: (?i).*secret.*}
  - id: web-eval
    languages: [javascript, typescript]
    severity: ERROR
    message: eval of $X
    pattern: eval($X)
  - id: go-exec
    languages: [go]
    severity: ERROR
    message: a command
    pattern: exec.Command(...)
  - id: java-random
    languages: [java]
    severity: INFO
    message: not random
    pattern: new Random(...)
  - id: only-in-app
    languages: [python]
    severity: INFO
    message: a call
    pattern: only_in_app()
    paths: {include: [/app/], exclude: ["*_test.py"]}
"""


def rule_file(folder: Path, text: str = RULES, name: str = "rules.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def python(text: str, path: Path | None = None, root: Path | None = None) -> Snapshot:
    return document(text, "python", path, root)


def document(text: str, language: str, path: Path | None = None, root: Path | None = None) -> Snapshot:
    return Snapshot("file:///project/app.py", 7, language, text, path, root)


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """The process writes no longer files, which is what a full disk looks like to it; for POSIX."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def stand_in(folder: Path, body: str) -> Path:
    """A program that takes the engine's place: `read()` gives the next message, `send(method, params)` writes one."""
    prelude = """
        import json, sys
        def read():
            length = 0
            while (line := sys.stdin.buffer.readline().strip()):
                length = int(line.partition(b":")[2])
            return json.loads(sys.stdin.buffer.read(length)) if length else sys.exit()
        def send(method, params):
            body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode()
            sys.stdout.buffer.write(b"Content-Length: %d\\r\\n\\r\\n%b" % (len(body), body))
            sys.stdout.buffer.flush()
        def ready():
            send("$/progress", {"token": 1, "value": {"kind": "begin", "message": "Scanning Open Documents"}})
            send("$/progress", {"token": 1, "value": {"kind": "end"}})
    """
    path = folder / "engine"
    # Isolated and without site packages, as it must start fast.
    path.write_text(f"#!{sys.executable} -IS\n{textwrap.dedent(prelude)}{textwrap.dedent(body)}", encoding="utf-8")
    path.chmod(0o700)
    return path
