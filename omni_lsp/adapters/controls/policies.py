"""The `Policies` port: policy files on the disk, read again when they look different."""

import asyncio
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from omni_lsp.adapters.licences.reading import Seen, seen, text_of
from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.policy import DEFAULT_POLICY, Policy
from omni_lsp.model.text import Snapshot, Span

log = logging.getLogger(__name__)

WORKSPACE_FILE = Path(".omni", "policy.yaml")
_MAX_BYTES = 64_000


class PolicyFiles:
    """`named` is the policy file of the user's settings, which goes before that of a folder.

    A folder's own counts only if it `is_trusted`, be it all of them or as the answer for each is at that moment: it
    decides what is reported, and how gravely. `holds` looks at the disk for that, and is asked in a thread before a file
    that looks different is read: what changed may be what was trusted.
    """

    def __init__(
        self,
        named: Path | None = None,
        *,
        is_trusted: bool | Callable[[Path], bool] = False,
        holds: Callable[[Path], bool] = lambda _root: True,
    ) -> None:
        self._named = named.resolve() if named is not None else None
        self._is_trusted = is_trusted if callable(is_trusted) else lambda _root: is_trusted
        self._holds = holds
        self._known: dict[Path, tuple[Seen | None, Policy | None]] = {}
        self._said: dict[Path | None, Policy] = {}

    async def policy(self, root: Path | None) -> Policy:
        found = await asyncio.to_thread(self._policy, root)
        self._said[root] = found
        return found

    def known(self, root: Path | None) -> Policy:
        return self._said.get(root, DEFAULT_POLICY)

    def sources(self, roots: Iterable[Path]) -> tuple[Path, ...]:
        """The files that have a say in these folders, be they there or not."""
        own = (root / WORKSPACE_FILE for root in roots if self._is_trusted(root))
        return (*own, *((self._named,) if self._named is not None else ()))

    def is_source(self, snapshot: Snapshot) -> bool:
        own = snapshot.root / WORKSPACE_FILE if snapshot.root is not None else None
        return snapshot.path is not None and snapshot.path in (own, self._named)

    def review(self, snapshot: Snapshot) -> Sequence[Mistake]:
        # 100 ms of pydantic that only who has a policy file needs.
        from omni_lsp.adapters.controls.policy_file import parse_policy  # noqa: PLC0415

        try:
            parse_policy(snapshot.text, snapshot.name)
        except ConfigError as error:
            return error.mistakes
        return ()

    async def require(self, root: Path) -> Policy:
        """Like `policy`, for who cannot go on with another one. Raises ConfigError for a file that is wrong."""
        for file in await asyncio.to_thread(self._there, root):
            await asyncio.to_thread(_parsed, file, root if file != self._named else None)
        return await self.policy(root)

    def _there(self, root: Path) -> list[Path]:
        return [file for file in self.sources([root]) if os.path.lexists(file)]

    def _policy(self, root: Path | None) -> Policy:
        own = root / WORKSPACE_FILE if root is not None and self._is_trusted(root) else None
        for file, folder in ((self._named, None), (own, root)):
            found = self._read(file, folder) if file is not None else None
            if found is not None:
                return found
        return DEFAULT_POLICY

    def _read(self, file: Path, folder: Path | None) -> Policy | None:
        """The policy in a file, the last good one while it is wrong, `None` where there has been none."""
        stamp = seen(file)
        known = self._known.get(file)
        if known is not None and known[0] == stamp:
            return known[1]
        before = known[1] if known else None
        if folder is not None and not self._holds(folder):
            return before  # It is about to be trusted no more, and then this is not asked for.
        try:
            found = _parsed(file, folder) if stamp is not None else None
        except ConfigError as error:
            log.warning("%s; %s stays in force", error, "the last good policy" if before else "the default policy")
            found = before
        self._known[file] = (stamp, found)
        return found


def _parsed(file: Path, folder: Path | None) -> Policy:
    """The policy in a file, which must lie in a folder if one is given. Raises ConfigError."""
    from omni_lsp.adapters.controls.policy_file import parse_policy  # noqa: PLC0415 - as above.

    # Trust was given to the folder, not to wherever a link in it leads.
    if folder is not None and not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder)):
        raise _wrong(file, "this is no file inside of the folder")
    text = text_of(file, _MAX_BYTES)
    if text is None:
        raise _wrong(file, f"the file cannot be read, or is no text of at most {_MAX_BYTES} bytes")
    return parse_policy(text, str(file))


def _wrong(file: Path, message: str) -> ConfigError:
    return ConfigError(str(file), (Mistake(message, Span(0, 0)),))
