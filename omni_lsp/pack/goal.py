"""What should be in one file, and who wrote what is in it now."""

from dataclasses import dataclass

from omni_lsp.model.packs import PackFile, PackInputs, PackProblem, PackState
from omni_lsp.pack.block import made
from omni_lsp.pack.files import LAYOUTS
from omni_lsp.pack.limits import LIMITS
from omni_lsp.pack.rendering import Rendered
from omni_lsp.pack.section import digest_of

SECRET = "pack.secret"  # noqa: S105 - the code of a problem
OVER = "pack.over-limit"


@dataclass(frozen=True, slots=True)
class Goal:
    """`front` and `body` are what should be there, both empty where there is nothing to say."""

    file: PackFile
    inputs: PackInputs
    front: str
    body: str
    problems: tuple[PackProblem, ...]

    def wrote_body(self, body: str, state: PackState) -> bool:
        """Whether we wrote what is between the markers.

        We did if it is what we would write now, or what we wrote here before. Where nothing is known of this file, as
        in a fresh clone, we did if each line is one that we could write with some inputs; what is not, or what differs
        from all that was written here since, may be a person's.
        """
        if body in ("", self.body):
            return True
        known = state.blocks.get(self.file, ())
        return digest_of(body) in known or (not known and self._could_be(body))

    def wrote_front(self, front: str, state: PackState) -> bool:
        """Whether we wrote the front matter: what was changed in it, such as its globs, is somebody's choice."""
        return front == self.front or digest_of(front) in state.fronts.get(self.file, ())

    def _could_be(self, body: str) -> bool:
        sections = LAYOUTS[self.file].sections
        own: set[str] = set()
        for each in sections:
            whole = each.whole(self.inputs)
            own.update(whole.text(whole.count).split("\n"))
        return all(not line or line in own or any(each.writes(line) for each in sections) for line in body.split("\n"))


def goal(file: PackFile, inputs: PackInputs, rendered: Rendered) -> Goal:
    """`inputs` are in order."""
    layout = LAYOUTS[file]
    front = layout.front(inputs)
    texts = [rendered.texts.get(section.name, "") for section in layout.sections]
    body, problems = _within(file, front, [text for text in texts if text])
    for section in layout.sections:
        if section.name in rendered.secret:
            message = f"the section {section.name!r} is left out: something in it looks like a secret"
            problems += (PackProblem(file, 0, SECRET, message),)
    return Goal(file, inputs, front if body else "", body, problems)


def _within(file: PackFile, front: str, texts: list[str]) -> tuple[str, tuple[PackProblem, ...]]:
    """The sections as one text; those at the end go where an assistant would not read all.

    The room of each section is such that this does not happen, unless somebody changes the one and not the other.
    """
    for count in range(len(texts), 0, -1):
        body = "\n\n".join(texts[:count])
        over = next((limit for limit in LIMITS[file] if limit.exceeded(front + made(body))), None)
        if over is None:
            message = "sections at the end are left out: with them the file would be longer than is read of it"
            return body, () if count == len(texts) else (PackProblem(file, 0, OVER, message),)
    return "", ()
