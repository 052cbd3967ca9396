"""Makes the static table that is shipped: `python -m omni_lsp.adapters.embedding.distil MODEL_FOLDER [TABLE]`.

The folder is a BERT sentence encoder as `sentence-transformers/all-MiniLM-L6-v2` publishes it (Apache-2.0): `vocab.txt`,
`config.json`, `model.safetensors`. Each token goes through the encoder alone, the principal components of what comes out
are kept, and frequent tokens count less: the recipe of Tulkens and van Dongen (2024), "Model2Vec: Fast State-of-the-Art
Static Embeddings". Needs numpy, takes about a minute, and gives the same bytes each time.
"""

import json
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from omni_lsp.adapters.embedding.table import TABLE
from omni_lsp.adapters.embedding.tensors import tensors

Floats = npt.NDArray[np.float32]

DIMENSIONS = 256
_BATCH = 512


def main() -> int:
    folder = Path(sys.argv[1])
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else TABLE
    tokens, dimensions = distil(folder, target)
    sys.stderr.write(f"{target.name}: {tokens} tokens, {dimensions} dimensions, {target.stat().st_size:,} bytes\n")
    return 0


def distil(folder: Path, target: Path) -> tuple[int, int]:
    """Writes the table of a model to `target`, and tells how many tokens it has, of how many dimensions."""
    vocabulary = (folder / "vocab.txt").read_text("utf-8").splitlines()
    kept = [number for number, token in enumerate(vocabulary) if _is_useful(token)]
    encoder = Encoder(folder)
    start, end = vocabulary.index("[CLS]"), vocabulary.index("[SEP]")
    batches = [kept[at : at + _BATCH] for at in range(0, len(kept), _BATCH)]
    vectors = np.concatenate([encoder.mean(np.array([[start, token, end] for token in batch])) for batch in batches])
    reduced = _principal(vectors, DIMENSIONS) * np.log1p(np.arange(1, len(kept) + 1, dtype=np.float32))[:, None]
    scales = np.abs(reduced).max(axis=1) / 127
    rows = np.round(reduced / scales[:, None]).astype(np.int8)
    words = np.frombuffer("\n".join(vocabulary[number] for number in kept).encode(), np.uint8)
    np.savez_compressed(target, rows=rows, scales=scales.astype(np.float32), words=words)
    return rows.shape[0], rows.shape[1]


def _is_useful(token: str) -> bool:
    """Words and pieces of words in ASCII: what code is made of."""
    letters = token.removeprefix("##")
    return letters.isascii() and letters.isalnum()


class Encoder:
    """The forward pass of BERT (Devlin et al. 2019), without anything that training needs."""

    def __init__(self, folder: Path) -> None:
        self._weights = tensors(folder / "model.safetensors")
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self._layers: int = config["num_hidden_layers"]
        self._heads: int = config["num_attention_heads"]
        self._epsilon: float = config["layer_norm_eps"]

    def mean(self, tokens: npt.NDArray[np.int64]) -> Floats:
        """The mean of the last hidden states of sequences of equal length: one row each."""
        state = self._weights["embeddings.word_embeddings.weight"][tokens]
        state = state + self._weights["embeddings.position_embeddings.weight"][: tokens.shape[1]]
        state = state + self._weights["embeddings.token_type_embeddings.weight"][0]
        state = self._normed(state, "embeddings.LayerNorm")
        for number in range(self._layers):
            layer = f"encoder.layer.{number}"
            attended = self._linear(
                self._attention(state, f"{layer}.attention.self"), f"{layer}.attention.output.dense"
            )
            state = self._normed(state + attended, f"{layer}.attention.output.LayerNorm")
            inner = _gelu(self._linear(state, f"{layer}.intermediate.dense"))
            state = self._normed(state + self._linear(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
        return np.asarray(state.mean(axis=1), np.float32)

    def _attention(self, state: Floats, name: str) -> Floats:
        batch, length, width = state.shape
        size = width // self._heads

        def heads(part: str) -> Floats:
            return self._linear(state, f"{name}.{part}").reshape(batch, length, self._heads, size).transpose(0, 2, 1, 3)

        scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.float32(np.sqrt(size))
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (weights / weights.sum(axis=-1, keepdims=True)) @ heads("value")
        return np.asarray(mixed.transpose(0, 2, 1, 3).reshape(batch, length, width), np.float32)

    def _linear(self, state: Floats, name: str) -> Floats:
        # One product of two matrices: a stack of small ones takes a hundred times as long.
        flat = state.reshape(-1, state.shape[-1]) @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return np.asarray(flat.reshape(*state.shape[:-1], -1), np.float32)

    def _normed(self, state: Floats, name: str) -> Floats:
        centred = state - state.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + self._epsilon)
        return np.asarray(centred / scale * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"], np.float32)


def _gelu(x: Floats) -> Floats:
    """With the error function by Abramowitz and Stegun, 7.1.26, which is off by 1.5e-7 at most."""
    z = np.abs(x) / np.sqrt(np.float32(2))
    t = 1 / (1 + 0.3275911 * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return np.asarray(0.5 * x * (1 + np.sign(x) * (1 - series * np.exp(-z * z))), np.float32)


def _principal(vectors: Floats, dimensions: int) -> Floats:
    """The vectors along the directions in which they differ most, no more than they have; the sign of each is fixed."""
    centred = vectors - vectors.mean(axis=0)
    values, directions = np.linalg.eigh(centred.T @ centred)
    chosen = directions[:, np.argsort(values)[::-1][:dimensions]]
    chosen = chosen * np.sign(chosen[np.abs(chosen).argmax(axis=0), np.arange(chosen.shape[1])])
    return np.asarray(centred @ chosen, np.float32)


if __name__ == "__main__":
    sys.exit(main())
