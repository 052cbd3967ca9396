"""The encoder's forward pass against a slow one, written down from the definition, on a tiny model of random numbers."""

import json
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from omni_lsp.adapters.embedding.distil import Encoder, distil

WIDTH, HEADS, LAYERS, INNER, EPSILON = 8, 2, 2, 12, 1e-12
TOKENS = ("[PAD]", "[CLS]", "[SEP]", "[UNK]", "alpha", "beta", "##ta", "gamma", "é", "!", "delta", "##s")
Vector = list[float]
Weights = dict[str, npt.NDArray[np.float32]]


def weights() -> Weights:
    chance = np.random.default_rng(7)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(TOKENS), WIDTH),
        "embeddings.position_embeddings.weight": (5, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,),
        "embeddings.LayerNorm.bias": (WIDTH,),
    }
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            shapes |= {f"{layer}.{part}.weight": (WIDTH, WIDTH), f"{layer}.{part}.bias": (WIDTH,)}
        shapes |= {f"{layer}.intermediate.dense.weight": (INNER, WIDTH), f"{layer}.intermediate.dense.bias": (INNER,)}
        shapes |= {f"{layer}.output.dense.weight": (WIDTH, INNER), f"{layer}.output.dense.bias": (WIDTH,)}
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{layer}.{part}.weight": (WIDTH,), f"{layer}.{part}.bias": (WIDTH,)}
    return {name: chance.normal(0, 1, shape).astype(np.float32) for name, shape in shapes.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model as it is published: the vocabulary, the configuration, and tensors behind a header of JSON."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    data = b""
    for name, tensor in weights().items():
        place = [len(data), len(data) + tensor.nbytes]
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": place}
        data += tensor.tobytes()
    about = json.dumps(header).encode()
    (tmp_path / "model.safetensors").write_bytes(len(about).to_bytes(8, "little") + about + data)
    config = {"num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "layer_norm_eps": EPSILON}
    (tmp_path / "config.json").write_text(json.dumps(config), "utf-8")
    (tmp_path / "vocab.txt").write_text("\n".join(TOKENS) + "\n", "utf-8")
    return tmp_path


def linear(vector: Vector, own: Weights, name: str) -> Vector:
    weight, bias = own[f"{name}.weight"].tolist(), own[f"{name}.bias"].tolist()
    return [sum(w * x for w, x in zip(row, vector, strict=True)) + b for row, b in zip(weight, bias, strict=True)]


def normed(vector: Vector, own: Weights, name: str) -> Vector:
    mean = sum(vector) / len(vector)
    scale = math.sqrt(sum((x - mean) ** 2 for x in vector) / len(vector) + EPSILON)
    weight, bias = own[f"{name}.weight"].tolist(), own[f"{name}.bias"].tolist()
    return [(x - mean) / scale * w + b for x, w, b in zip(vector, weight, bias, strict=True)]


def gelu(x: float) -> float:
    return x * (1 + math.erf(x / math.sqrt(2))) / 2


def added(*vectors: Vector) -> Vector:
    return [sum(values) for values in zip(*vectors, strict=True)]


def attention(states: list[Vector], own: Weights, name: str) -> list[Vector]:
    """What each position takes from all, head by head."""
    size = WIDTH // HEADS
    asked, keys, values = (
        [linear(state, own, f"{name}.{part}") for state in states] for part in ("query", "key", "value")
    )
    mixed = []
    for query in asked:
        row: Vector = []
        for head in range(HEADS):
            part = slice(head * size, (head + 1) * size)
            scores = [sum(q * k for q, k in zip(query[part], key[part], strict=True)) / math.sqrt(size) for key in keys]
            shares = [math.exp(score) for score in scores]
            for at in range(size):
                row.append(sum(s * v[part][at] for s, v in zip(shares, values, strict=True)) / sum(shares))
        mixed.append(row)
    return mixed


def slow_mean(tokens: list[int], own: Weights) -> Vector:
    tables = [own[f"embeddings.{name}_embeddings.weight"].tolist() for name in ("word", "position", "token_type")]
    states = [added(tables[0][token], tables[1][place], tables[2][0]) for place, token in enumerate(tokens)]
    states = [normed(state, own, "embeddings.LayerNorm") for state in states]
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        taken = [
            linear(state, own, f"{layer}.attention.output.dense")
            for state in attention(states, own, f"{layer}.attention.self")
        ]
        states = [
            normed(added(*pair), own, f"{layer}.attention.output.LayerNorm") for pair in zip(states, taken, strict=True)
        ]
        inner = [[gelu(x) for x in linear(state, own, f"{layer}.intermediate.dense")] for state in states]
        out = [linear(state, own, f"{layer}.output.dense") for state in inner]
        states = [normed(added(*pair), own, f"{layer}.output.LayerNorm") for pair in zip(states, out, strict=True)]
    return [sum(values) / len(states) for values in zip(*states, strict=True)]


def test_the_encoder_computes_what_bert_is_defined_to_compute(folder: Path) -> None:
    sequences = [[1, 4, 2], [1, 7, 2], [1, 11, 2]]
    fast = Encoder(folder).mean(np.array(sequences))
    assert np.allclose(fast, [slow_mean(sequence, weights()) for sequence in sequences], atol=2e-5)


def test_a_model_becomes_a_table_of_its_plain_tokens_and_always_the_same(folder: Path, tmp_path: Path) -> None:
    tables = [tmp_path / "one.npz", tmp_path / "two.npz"]
    for table in tables:
        assert distil(folder, table) == (6, WIDTH)
    assert tables[0].read_bytes() == tables[1].read_bytes()
    with np.load(tables[0], allow_pickle=False) as table:
        assert bytes(table["words"]).decode().split("\n") == ["alpha", "beta", "##ta", "gamma", "delta", "##s"]
        assert table["rows"].dtype == np.int8
        assert np.abs(table["rows"]).max(axis=1).tolist() == [127] * 6
