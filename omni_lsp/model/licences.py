"""What is known about the licences of a file apart from its text: files of the REUSE specification and manifests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """About one file and its workspace folder; expressions are as written.

    `uses_reuse`: there is a `REUSE.toml` or a `LICENSES` folder, so licences are expected to be stated for each file.
    `texts` are the ids of the licence texts in `LICENSES`, `None` without such a folder.
    `beside` are the expressions in `NAME.license`, `None` without such a file; they count instead of those in the file.
    `annotated` are those that a `REUSE.toml` states for the file, `overrides` says that they count instead of all others.
    `project` is the one expression that a manifest gives the project, or the only text's id; empty when none is certain.
    """

    uses_reuse: bool = False
    texts: frozenset[str] | None = None
    beside: tuple[str, ...] | None = None
    annotated: tuple[str, ...] = ()
    overrides: bool = False
    project: str = ""
