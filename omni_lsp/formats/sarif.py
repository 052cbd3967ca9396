"""Findings as SARIF 2.1.0, for code scanning services and editors' SARIF viewers.

Columns count code points (`columnKind`); paths below the checked folder are relative to `SRCROOT`.
Nothing from the text of a file is copied into the report, so a secret that was found does not travel with it.
"""

import json
from collections.abc import Iterator
from pathlib import PurePath

from omni_lsp.formats.printable import encodable
from omni_lsp.formats.result import CheckResult, Gap
from omni_lsp.formats.sarif_results import location, results, rules_of
from omni_lsp.formats.sarif_rules import descriptor, taxonomy, weaknesses_of
from omni_lsp.model.report import Status

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_UNREAD = "unread"
_NOTIFICATIONS = {
    Status.TIMED_OUT: "A stage ran out of time; what it had found until then is reported.",
    Status.FAILED: "A stage failed; what the others found is reported.",
    Status.SKIPPED: "A stage was left out for this file.",
    _UNREAD: "A file could not be read and was not checked.",
}
_KINDS = tuple(_NOTIFICATIONS)


def sarif(result: CheckResult) -> str:
    """One SARIF log with one run, indented, with a line end at its end."""
    rules = rules_of(result)
    weaknesses = weaknesses_of(rules.values())
    run: dict[str, object] = {
        "tool": {
            "driver": _driver(result, [descriptor(rule, weaknesses) for rule in rules.values()], weaknesses),
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"uri": _folder_uri(result.root)}},
        "invocations": [
            {"executionSuccessful": result.is_complete, "toolExecutionNotifications": list(_notifications(result))}
        ],
        "results": list(results(result, {each: index for index, each in enumerate(rules)})),
    }
    if weaknesses:
        run["taxonomies"] = [taxonomy(weaknesses)]
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return encodable(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


def _driver(result: CheckResult, rules: list[dict[str, object]], weaknesses: tuple[str, ...]) -> dict[str, object]:
    driver: dict[str, object] = {
        "name": "omni-lsp",
        "version": result.tool_version,
        "rules": rules,
        "notifications": [{"id": str(kind), "shortDescription": {"text": _NOTIFICATIONS[kind]}} for kind in _KINDS],
    }
    if weaknesses:
        driver["supportedTaxonomies"] = [{"name": "CWE", "index": 0}]
    return driver


def _notifications(result: CheckResult) -> Iterator[dict[str, object]]:
    for run in result.files:
        yield from (_gap(run.path, gap) for gap in run.gaps)
    for unread in result.unread_files:
        yield _notification(_UNREAD, "error", unread.path, f"{unread.path} was not checked: {unread.reason}")


def _gap(path: str, gap: Gap) -> dict[str, object]:
    because = f": {gap.reason}" if gap.reason else ""
    return _notification(gap.status, "note" if gap.is_harmless else "error", path, f"{gap.act} on {path}{because}")


def _notification(kind: str, level: str, path: str, message: str) -> dict[str, object]:
    return {
        "descriptor": {"id": str(kind), "index": _KINDS.index(kind)},
        "level": level,
        "message": {"text": message},
        "locations": [location(path)],
    }


def _folder_uri(root: PurePath) -> str:
    """A base URI ends with a slash, or resolving against it would drop the last folder (RFC 3986, 5.2.3)."""
    return root.as_uri().rstrip("/") + "/"
