"""The state that `omni/status` tells, put together from what is known where it is told."""

import json
from pathlib import Path

from omni_lsp.lsp.shapes import run_of
from omni_lsp.lsp.status import Place
from omni_lsp.lsp.tree import indexes, packs
from omni_lsp.lsp.tree_findings import FindingsTree
from omni_lsp.model.finding import Rule
from omni_lsp.model.report import RunReport
from omni_lsp.model.retrieval import IndexStatus
from omni_lsp.model.status import FolderState, Heading, ModelState, Overview, UnderWay
from omni_lsp.model.text import Snapshot

MOST_NODES = 2_000


class Whole:
    """`touched` are the documents whose findings changed, `last` is the run that ended last, `indexes` what was heard of
    them, `trouble` why there is no application.
    """

    def __init__(self, server: Place) -> None:
        self._server = server
        self._tree = FindingsTree(self._heading)
        self.touched: dict[str, Snapshot | None] = {}
        self.last: RunReport | None = None
        self.indexes: dict[Path, IndexStatus] = {}
        self.trouble = ""

    def json(self) -> str:
        core = self._server.core
        overview = core.overview() if core is not None else Overview(is_starting=not self.trouble)
        self._take_in(overview)
        trouble = self.trouble or overview.trouble
        state = "running" if overview.runs else "starting" if overview.is_starting else "idle"
        head = json.dumps(
            {
                "state": state,
                "engine": {"state": "degraded" if trouble else "ok", "reason": trouble},
                "model": None if overview.model is None else _model(overview.model),
                "folders": [_folder(each) for each in overview.folders],
                "runs": [_run(each) for each in overview.runs],
                "last": None if self.last is None else run_of(self.last),
            }
        )
        return f'{head[:-1]},"tree":{self._drawn(overview)}}}'

    def _drawn(self, overview: Overview) -> str:
        core, folders = self._server.core, overview.folders
        others = (packs(folders), indexes(folders, self.indexes, is_wanted=core is not None and core.has_index))
        room = MOST_NODES - sum(each.size for each in others)
        return f"[{','.join(each.json for each in (self._tree.node(room), *others))}]"

    def _take_in(self, overview: Overview) -> None:
        """What was found since the last time; once for a document, however often something was said of it."""
        roots = {folder.root for folder in overview.folders}
        self.indexes = {root: status for root, status in self.indexes.items() if root in roots}
        touched, self.touched = self.touched, {}
        server = self._server
        for uri, snapshot in touched.items():
            current = server.documents.get(uri) or snapshot
            findings = server.findings.of(uri)
            if current is None or not findings:
                self._tree.forget(uri)
            else:
                self._tree.put(current, findings, server.client.encoding)

    def _heading(self, rule: Rule) -> Heading:
        core = self._server.core
        return core.heading(rule) if core is not None else Heading(rule.id, rule.title or rule.id)


def _model(model: ModelState) -> dict[str, object]:
    state = "degraded" if model.trouble else "ok"
    return {"name": model.name, "destination": model.destination, "state": state, "reason": model.trouble}


def _folder(folder: FolderState) -> dict[str, object]:
    return {"uri": folder.root.as_uri(), "name": folder.root.name, "trust": folder.trust.value}


def _run(run: UnderWay) -> dict[str, object]:
    return {
        "uri": run.uri,
        "trigger": run.trigger.value,
        "seconds": round(run.seconds, 2),
        "budgetSeconds": run.budget_seconds,
        "stages": [{"agent": agent, "status": turn.value} for agent, turn in run.turns],
    }
