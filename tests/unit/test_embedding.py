"""The static table that is shipped: what its vectors are like, and how words are divided for it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from omni_lsp.adapters.embedding.table import TABLE, StaticEmbedder
from omni_lsp.model.errors import AgentFatalError

EMBEDDER = StaticEmbedder()


def near(first: str, second: str) -> float:
    one, other = EMBEDDER.vectors([first, second])
    return float(one @ other)


def vocabulary() -> list[str]:
    with np.load(TABLE, allow_pickle=False) as table:
        return bytes(table["words"]).decode("utf-8").split("\n")


def test_the_table_is_small_and_made_of_plain_numbers() -> None:
    with np.load(TABLE, allow_pickle=False) as table:
        assert {name: table[name].dtype.name for name in table.files} == {
            "rows": "int8",
            "scales": "float32",
            "words": "uint8",
        }
        assert table["rows"].shape == (len(vocabulary()), EMBEDDER.dimensions)
        assert table["scales"].shape == (len(vocabulary()),)
        assert np.isfinite(table["scales"]).all()
    assert TABLE.stat().st_size < 10_000_000


@settings(max_examples=50)
@given(st.lists(st.text(), max_size=5))
def test_each_text_has_a_row_of_norm_one_or_zero(texts: list[str]) -> None:
    vectors = EMBEDDER.vectors(texts)
    assert vectors.shape == (len(texts), 256)
    assert vectors.dtype == np.float32
    norms = np.linalg.norm(vectors, axis=1)
    assert ((np.abs(norms - 1) < 1e-5) | (norms == 0)).all()


@pytest.mark.parametrize("text", ["", "?!", "テスト", "\n"])
def test_a_text_without_known_words_is_zeros(text: str) -> None:
    assert not EMBEDDER.vectors([text]).any()


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    texts = ["open a socket", "close the file", "open a socket"]
    together = EMBEDDER.vectors(texts)
    assert (together[0] == together[2]).all()
    assert (StaticEmbedder().vectors(texts[:1])[0] == together[0]).all()


def test_case_and_underscores_are_no_difference() -> None:
    assert (EMBEDDER.vectors(["readConfigFile"]) == EMBEDDER.vectors(["read_config_file"])).all()


@pytest.mark.parametrize(
    ("word", "akin", "strange"),
    [
        ("delete user", "remove account", "draw triangle"),
        ("http request", "web server response", "sorting algorithm"),
        ("password hashing", "encrypt credentials", "image resize"),
        ("parse json", "decode xml", "paint window"),
        ("database query", "sql table", "mouse click"),
    ],
)
def test_what_means_the_same_is_nearer(word: str, akin: str, strange: str) -> None:
    assert near(word, akin) > near(word, strange) + 0.05


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("http", ["http"]),
        ("embeddings", ["em", "##bed", "##ding", "##s"]),
        ("tokenizer", ["token", "##izer"]),
        ("unaffable", ["una", "##ffa", "##ble"]),
        ("xyzzy", ["x", "##y", "##zzy"]),
    ],
)
def test_words_are_divided_as_wordpiece_divides_them(word: str, pieces: list[str]) -> None:
    tokens = vocabulary()
    rows = [tokens.index(piece) for piece in pieces]
    with np.load(TABLE, allow_pickle=False) as table:
        total = (table["rows"][rows].astype(np.float32) * table["scales"][rows][:, None]).sum(axis=0)
    assert np.allclose(EMBEDDER.vectors([word])[0], total / np.linalg.norm(total), atol=1e-6)


def test_a_word_longer_than_any_is_left_out() -> None:
    assert not EMBEDDER.vectors(["q" * 65]).any()
    assert EMBEDDER.vectors(["q" * 64]).any()


def test_the_id_tells_another_table_of_the_same_size(tmp_path: Path) -> None:
    words = np.frombuffer(b"alpha\nbeta", np.uint8)
    for name, order in (("one.npz", [0, 1]), ("two.npz", [1, 0])):
        rows = np.array([[1, 0], [0, 1]], np.int8)[order].repeat(128, axis=1)
        np.savez(tmp_path / name, rows=rows, scales=np.ones(2, np.float32), words=words)
    one, two = StaticEmbedder(tmp_path / "one.npz"), StaticEmbedder(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").stat().st_size == (tmp_path / "two.npz").stat().st_size
    assert one.id != two.id
    assert StaticEmbedder(tmp_path / "one.npz").id == one.id
    assert one.vectors(["alpha", "beta", "gamma"]).any(axis=1).tolist() == [True, True, False]


def test_a_table_with_pickled_objects_is_refused(tmp_path: Path) -> None:
    rows = np.array([{"not": "numbers"}], dtype=object)
    np.savez(tmp_path / "own.npz", rows=rows, scales=np.ones(1, np.float32), words=np.zeros(1, np.uint8))
    with pytest.raises(AgentFatalError, match="pickle"):
        StaticEmbedder(tmp_path / "own.npz").vectors(["alpha"])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x93NUMPY", b"no table at all"])
def test_a_broken_table_is_said_to_be_broken(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "own.npz").write_bytes(content)
    with pytest.raises(AgentFatalError, match=r"own\.npz"):
        StaticEmbedder(tmp_path / "own.npz").vectors(["alpha"])


def test_a_table_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    embedder = StaticEmbedder(tmp_path / "gone.npz")
    with pytest.raises(AgentFatalError, match=r"gone\.npz"):
        embedder.vectors(["alpha"])
    with pytest.raises(AgentFatalError, match=r"gone\.npz"):
        embedder.id.strip()
