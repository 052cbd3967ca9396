"""The index process with the makers of the tests, and ways to misbehave: the words in the text of a question.

It has LanceDB only when `real` is its second argument, as that takes a second or two.
"""

import os
import signal
import sys
from collections.abc import Sequence

from index_parts import CountingChunker, HashingEmbedder, WordsAlone
from omni_lsp.adapters.files import LocalFiles
from omni_lsp.adapters.index.builder import Makers
from omni_lsp.adapters.index.local import Means
from omni_lsp.adapters.index.options import Options
from omni_lsp.adapters.index.worker import main
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.retrieval import Hit, Query
from omni_lsp.ports.retrieval import Library


def means(options: Options) -> Means:
    makers = Makers(LocalFiles(options.max_file_bytes), CountingChunker(), HashingEmbedder())
    return Means(makers, "tens", Misbehaving, options.limits)


class Misbehaving(WordsAlone):
    async def answer(self, query: Query, library: Library) -> Sequence[Hit]:
        match query.text:
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "die once" if not (mark := os.path.join(sys.argv[1], "died")) or not os.path.exists(mark):  # noqa: PTH110, PTH118
                os.close(os.open(mark, os.O_CREAT))
                os.kill(os.getpid(), signal.SIGKILL)
            case "hang":
                signal.pause()
            case "print":
                print("a library has something to say")
            case "refuse":
                raise AgentValidationError("search", "nothing", "it was asked to refuse")
            case "nice":
                return [Hit("", 0, 0, "", float(os.nice(0)), "")]
        return await super().answer(query, library)


if __name__ == "__main__":
    if "real" not in sys.argv:
        sys.modules["lancedb"] = None  # type: ignore[assignment]
    main(means)
