"""`omni-lsp rules`: what is looked for, what each rule costs, and whether the rules' own tests hold."""

import argparse
import asyncio
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from omni_lsp.cli.options import Commands, caches, configured

if TYPE_CHECKING:
    from omni_lsp.adapters.semgrep.ruletest import CaseResult

FAILED = 1
WRONG_USAGE = 2


def add(commands: Commands) -> None:
    parser = commands.add_parser("rules", help="list the rules, or run their tests")
    acts = parser.add_subparsers(metavar="list|test", required=True)
    listing = acts.add_parser("list", help="every rule in force")
    listing.add_argument("--timings", type=Path, metavar="FILE", nargs="+", default=[], help="the cost on these files")
    listing.set_defaults(act=list_rules)
    test = acts.add_parser("test", help="run the `ruleid:` and `ok:` annotations of test files")
    test.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=Path("tests", "rules"))
    test.set_defaults(act=test_rules)


def list_rules(arguments: argparse.Namespace) -> int:
    from omni_lsp.app.rulebook import rules_in_force

    book = asyncio.run(rules_in_force(configured(), caches(), arguments.timings))
    for rule in sorted(book.rules, key=lambda rule: (-book.costs.get(rule.id, 0.0), rule.id)):
        cost = f"{book.costs[rule.id]:8.2f} ms" if rule.id in book.costs else "-"
        timing = f"{cost:>11}  {book.pack(rule.id):<6}" if arguments.timings else ""
        fix = "fix" if rule.fixable else ""
        _print(f"{timing}{rule.id:<40}{rule.severity.name.lower():<9}{' '.join(rule.cwe):<18}{fix:<5}{rule.title}")
    for problem in book.problems:
        sys.stderr.write(f"omni-lsp: {problem.source}: {problem.rule or 'the file'}: {problem.message}\n")
    return FAILED if book.problems else 0


def test_rules(arguments: argparse.Namespace) -> int:
    from omni_lsp.app.rulebook import rule_tests

    if not arguments.folder.is_dir():
        sys.stderr.write(f"omni-lsp: there is no folder {arguments.folder}\n")
        return WRONG_USAGE
    results = asyncio.run(rule_tests(configured(), caches(), arguments.folder))
    for line in _complaints(results):
        _print(line)
    failed = sum(not result.has_passed for result in results)
    cases = sum(len(result.expected) for result in results)
    _print(f"{len(results)} files, {cases} expected findings, {failed} files failed")
    return FAILED if failed or not results else 0


def _complaints(results: "Iterable[CaseResult]") -> Iterable[str]:
    for result in results:
        for place in result.missing:
            yield f"{result.path}:{place.line}: {place.rule} was not found"
        for place in result.unexpected:
            yield f"{result.path}:{place.line}: {place.rule} was found and should not have been"


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
