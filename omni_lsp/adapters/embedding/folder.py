"""A static model in a folder of the user's, as model2vec writes it: `tokenizer.json` and `model.safetensors`.

The vector of a text is the mean of those of its tokens (Tulkens and van Dongen 2024, "Model2Vec"), where the model has
weights for them by these. Nothing is fetched, and nothing in the folder is executed.
"""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omni_lsp.model.errors import AgentError, AgentFatalError
from omni_lsp.retrieval.terms import words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from tokenizers import Tokenizer

_TRIED = "load the model"
_TOKENIZER, _TABLE = "tokenizer.json", "model.safetensors"
_NAMES = ("embeddings", "embedding.weight")
_WORDS = 2
"""Counted up when `words` takes texts apart in another way, as that changes vectors, too."""


@dataclass(frozen=True, slots=True)
class _Model:
    """`rows` has a vector for each token; `weights` what it counts, `places` which row it has, where they differ."""

    digest: str
    tokenizer: "Tokenizer"
    unknown: int
    rows: "npt.NDArray[Any]"
    weights: "npt.NDArray[Any] | None"
    places: "npt.NDArray[Any] | None"


class FolderEmbedder:
    """Implements `ports.retrieval.Embedder`. Another model in the folder is noticed when the process begins anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model: _Model | None = None
        self._failure: AgentError | None = None

    @property
    def id(self) -> str:
        """Of the content of both files; empty until they have been read."""
        return f"folder {_WORDS} {self._model.digest}" if self._model else ""

    @property
    def dimensions(self) -> int:
        return self._model.rows.shape[1] if self._model else 0

    async def prepare(self) -> None:
        await asyncio.to_thread(self._loaded)

    async def embed(self, texts: Sequence[str], seconds: float | None = None) -> "npt.NDArray[np.float32]":  # noqa: ARG002 - it waits for nobody
        return await asyncio.to_thread(self.vectors, texts)

    def vectors(self, texts: Sequence[str]) -> "npt.NDArray[np.float32]":
        """One row of unit norm for each text, zeros for one without known tokens. Raises AgentFatalError."""
        import numpy as np  # noqa: PLC0415 - 100 ms that only an index is worth

        model = self._loaded()
        vectors = np.zeros((len(texts), model.rows.shape[1]), np.float32)
        # Names in code are taken apart first: tokenizers were trained on words.
        found = model.tokenizer.encode_batch([" ".join(words(text)) for text in texts], add_special_tokens=False)
        for row, each in enumerate(found):
            tokens = [token for token in each.ids if token != model.unknown]
            if tokens:
                places = model.places[tokens] if model.places is not None else tokens
                rows = model.rows[places].astype(np.float32)
                vectors[row] = rows.mean(axis=0) if model.weights is None else model.weights[tokens] @ rows
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)

    def _loaded(self) -> _Model:
        # A folder that is wrong once stays so for this process: an index must not change its vectors half way.
        if self._failure is not None:
            raise self._failure
        if self._model is None:
            try:
                self._model = _read(self._folder)
            except AgentFatalError as error:
                self._failure = error
                raise
        return self._model


def _read(folder: Path) -> _Model:
    for name in (_TOKENIZER, _TABLE):
        if not (folder / name).is_file():
            raise _unusable(folder, f"{name} is missing")
    digest = hashlib.sha256()
    try:
        for name in (_TOKENIZER, _TABLE):
            with (folder / name).open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        tokenizer, unknown = _tokenizer(folder)
        rows, weights, places = _tables(folder)
    except OSError as error:
        raise _unusable(folder, error.strerror or "it cannot be read") from error
    known = len(rows) if places is None else len(places)
    most = max(tokenizer.get_vocab(with_added_tokens=True).values(), default=0)
    if most >= known or (weights is not None and len(weights) <= most):
        raise _unusable(folder, f"{_TOKENIZER} has more tokens than {_TABLE}")
    return _Model(digest.hexdigest()[:12], tokenizer, unknown, rows, weights, places)


def _tokenizer(folder: Path) -> "tuple[Tokenizer, int]":
    """It and the token of what it does not know, -1 for none. Raises AgentFatalError and OSError."""
    try:
        from tokenizers import Tokenizer  # noqa: PLC0415 - an extra, and 30 ms
    except ImportError as error:
        raise _unusable(folder, "pip install 'omni-lsp[models]' first") from error
    content = (folder / _TOKENIZER).read_bytes()
    try:
        tokenizer = Tokenizer.from_buffer(content)
        model: Any = json.loads(content)["model"]  # whatever the file has there
        named = tokenizer.token_to_id(str(model.get("unk_token") or ""))
        unknown = model.get("unk_id") if named is None else named
    except (ValueError, KeyError, AttributeError) as error:
        raise _unusable(folder, f"{_TOKENIZER} is damaged") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer, unknown if isinstance(unknown, int) else -1


def _tables(
    folder: Path,
) -> "tuple[npt.NDArray[Any], npt.NDArray[Any] | None, npt.NDArray[Any] | None]":
    """Vectors, weights and places as `_Model` has them. Raises AgentFatalError and OSError."""
    import numpy as np  # noqa: PLC0415 - see above

    from omni_lsp.adapters.embedding.tensors import tensors  # noqa: PLC0415 - numpy

    try:
        found = tensors(folder / _TABLE)
    except ValueError as error:
        raise _unusable(folder, f"{_TABLE} is damaged") from error
    rows = next((found[name] for name in _NAMES if name in found), None)
    if rows is None or rows.ndim != 2 or 0 in rows.shape:
        raise _unusable(folder, f"{_TABLE} has no table of vectors: it is not a static model")
    weights, places = found.get("weights"), found.get("mapping")
    for each in (weights, places):
        if each is not None and each.ndim != 1:
            raise _unusable(folder, f"{_TABLE} is damaged")
    if places is not None and (places.dtype.kind != "i" or not ((places >= 0) & (places < len(rows))).all()):
        raise _unusable(folder, f"{_TABLE} is damaged")
    if not (np.isfinite(rows).all() and (weights is None or np.isfinite(weights).all())):
        raise _unusable(folder, f"{_TABLE} has values that are no numbers")
    return rows, weights, places


def _unusable(folder: Path, reason: str) -> AgentFatalError:
    return AgentFatalError(_TRIED, folder.name, reason)
