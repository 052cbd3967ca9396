"""The ledger of requests to language models: what each sent and what it did not have to send; no text of anybody's."""

import json
import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from omni_lsp.adapters.cache_folder import make_private_file

log = logging.getLogger(__name__)

_NAME = "model-requests.jsonl"
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """`when` in seconds since 1970, tokens as the model counted them where `is_counted`.

    `saved` are the tokens of the files that were quoted from, as far as they were not sent.
    """

    when: float
    purpose: str
    model: str
    destination: str
    sent: int
    answered: int
    saved: int
    is_counted: bool
    seconds: float
    ending: str


@dataclass(frozen=True, slots=True)
class RequestsFile:
    """`folder` is the user's own, such as `~/.local/state/omni-lsp`; it need not be there. All methods are for threads."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / _NAME

    def add(self, entry: Entry) -> None:
        """The older half of a file that has grown large is given up. What cannot be written is said in the log alone."""
        try:
            make_private_file(self.file)
            if self.file.stat().st_size > _MOST_BYTES:
                lines = self.file.read_bytes().splitlines(keepends=True)
                self.file.write_bytes(b"".join(lines[len(lines) // 2 :]))
            with self.file.open("ab") as file:
                file.write(json.dumps(asdict(entry)).encode("ascii") + b"\n")
        except OSError as error:
            log.warning("the ledger of requests to models cannot be written: %s", error.strerror or error)

    def entries(self) -> Iterator[Entry]:
        """The oldest first; lines that are none are passed over."""
        try:
            lines = self.file.read_bytes().splitlines()
        except OSError:
            return
        for line in lines:
            try:
                yield Entry(**json.loads(line))
            except (ValueError, TypeError):
                log.debug("a line of the ledger is none")
