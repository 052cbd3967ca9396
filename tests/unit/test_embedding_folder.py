"""A static model in a folder: what its vectors are, and what is said of a folder that is wrong."""

import json
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings, strategies as st

from omni_lsp.adapters.embedding.chosen import chosen
from omni_lsp.adapters.embedding.folder import FolderEmbedder
from omni_lsp.adapters.embedding.tensors import tensors
from omni_lsp.model.errors import AgentFatalError

WORDS = ("[UNK]", "read", "config", "file", "write")
ROWS = np.array([[9, 9, 9], [1, 0, 0], [0, 1, 0], [0, 0, 1], [2, 0, 0]], np.float32)
KINDS = {np.dtype(np.float32): "F32", np.dtype(np.float16): "F16", np.dtype(np.int8): "I8", np.dtype(np.int64): "I64"}


def safetensors(tables: Mapping[str, npt.NDArray[np.generic]]) -> bytes:
    header, data = {}, b""
    for name, table in tables.items():
        start, data = len(data), data + table.tobytes()
        header[name] = {"dtype": KINDS[table.dtype], "shape": table.shape, "data_offsets": [start, len(data)]}
    said = json.dumps({"__metadata__": {"a": "b"}, **header}).encode()
    return struct.pack("<Q", len(said)) + said + data


def tokenizer() -> str:
    return json.dumps(
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": [],
            "normalizer": None,
            "pre_tokenizer": {"type": "Whitespace"},
            "post_processor": None,
            "decoder": None,
            "model": {"type": "WordLevel", "vocab": {word: n for n, word in enumerate(WORDS)}, "unk_token": "[UNK]"},
        }
    )


def model(folder: Path, **tables: npt.NDArray[np.generic]) -> FolderEmbedder:
    folder.mkdir(exist_ok=True)
    (folder / "tokenizer.json").write_text(tokenizer(), "utf-8")
    (folder / "model.safetensors").write_bytes(safetensors(tables or {"embeddings": ROWS}))
    return FolderEmbedder(folder)


def test_a_text_is_the_mean_of_its_words_and_names_are_taken_apart(tmp_path: Path) -> None:
    vectors = model(tmp_path / "own").vectors(["readConfigFile", "read_config", "unheard of", "", "WRITE"])
    third, half = 3**-0.5, 2**-0.5
    expected = [[third, third, third], [half, half, 0], [0, 0, 0], [0, 0, 0], [1, 0, 0]]
    assert vectors.dtype == np.float32
    assert np.allclose(vectors, expected)


@settings(max_examples=40, deadline=None)  # The first example imports what reads the model.
@given(st.lists(st.text(st.characters()), max_size=4))
def test_each_text_has_a_row_of_norm_one_or_zero(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    vectors = model(tmp_path_factory.mktemp("own")).vectors([*texts, "half \ud83d of a pair"])
    norms = np.linalg.norm(vectors, axis=1)
    assert ((np.abs(norms - 1) < 1e-5) | (norms == 0)).all()


def test_words_that_are_not_known_count_nothing(tmp_path: Path) -> None:
    known, mixed = model(tmp_path / "own").vectors(["read file", "read zzyx file"])
    assert (known == mixed).all()


@pytest.mark.parametrize("kind", [np.float16, np.int8])
def test_smaller_numbers_do_as_well(tmp_path: Path, kind: type[np.generic]) -> None:
    assert np.allclose(model(tmp_path / "own", embeddings=ROWS.astype(kind)).vectors(["read"]), [[1, 0, 0]])


def test_weights_and_a_vocabulary_that_shares_rows(tmp_path: Path) -> None:
    shared = model(
        tmp_path / "own",
        embeddings=ROWS[:4],
        mapping=np.array([0, 1, 2, 3, 1], np.int64),
        weights=np.array([1, 3, 4, 1, 1], np.float32),
    )
    assert np.allclose(shared.vectors(["read config", "write"]), [[0.6, 0.8, 0], [1, 0, 0]])


async def test_it_is_known_by_the_content_of_both_files(tmp_path: Path) -> None:
    one, same, other = model(tmp_path / "a"), model(tmp_path / "b"), model(tmp_path / "c", embeddings=ROWS * 2)
    assert (one.id, one.dimensions) == ("", 0)
    for each in (one, same, other):
        await each.prepare()
    assert one.dimensions == 3
    assert one.id == same.id != other.id
    (tmp_path / "b" / "tokenizer.json").write_text(tokenizer() + " ", "utf-8")
    again = FolderEmbedder(tmp_path / "b")
    await again.prepare()
    assert again.id != same.id
    assert (await again.embed(["read"])).tolist() == [[1, 0, 0]]


def test_the_settings_choose_it(tmp_path: Path) -> None:
    assert isinstance(chosen({"kind": "folder", "folder": str(tmp_path)}), FolderEmbedder)


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ({"other": ROWS}, "model.safetensors has no table of vectors: it is not a static model"),
        ({"embeddings": ROWS[0]}, "model.safetensors has no table of vectors: it is not a static model"),
        ({"embeddings": ROWS[:3]}, "tokenizer.json has more tokens than model.safetensors"),
        ({"embeddings": ROWS * np.float32(np.nan)}, "model.safetensors has values that are no numbers"),
        ({"embeddings": ROWS, "mapping": np.array([0, 1, 2, 3, 9], np.int64)}, "model.safetensors is damaged"),
        ({"embeddings": ROWS, "weights": ROWS}, "model.safetensors is damaged"),
        ({"embeddings": ROWS, "weights": ROWS[0]}, "tokenizer.json has more tokens than model.safetensors"),
    ],
)
def test_a_model_of_another_kind_is_said_to_be_one(
    tmp_path: Path, tables: dict[str, npt.NDArray[np.generic]], reason: str
) -> None:
    with pytest.raises(AgentFatalError) as caught:
        model(tmp_path / "own", **tables).vectors(["read"])
    assert (caught.value.on, caught.value.reason) == ("own", reason)


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors"])
def test_a_file_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    own = model(tmp_path / "own")
    (tmp_path / "own" / name).unlink()
    with pytest.raises(AgentFatalError, match=f"load the model on own: {name} is missing"):
        own.vectors(["read"])


@pytest.mark.parametrize("content", [b"", b"{}", b"no JSON", b'{"model": 5}', b"\xff\xfe", tokenizer().encode()[:200]])
def test_a_damaged_tokenizer_is_named(tmp_path: Path, content: bytes) -> None:
    own = model(tmp_path / "own")
    (tmp_path / "own" / "tokenizer.json").write_bytes(content)
    with pytest.raises(AgentFatalError, match=r"tokenizer\.json is damaged"):
        own.vectors(["read"])


@settings(max_examples=60)
@given(st.data())
def test_no_damage_to_a_table_is_anything_but_an_error_of_its_kind(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(safetensors({"embeddings": ROWS}))
    header = 8 + int.from_bytes(content[:8], "little")
    if data.draw(st.booleans()):
        content[data.draw(st.integers(0, header - 1))] = data.draw(st.integers(0, 255))
    else:
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    path = tmp_path_factory.mktemp("damaged") / "model.safetensors"
    path.write_bytes(content)
    try:
        found = tensors(path)
    except ValueError:
        return
    assert all(table.nbytes <= len(content) for table in found.values())


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    model(tmp_path / "own")
    script = (
        "import sys; sys.modules['tokenizers'] = None\n"
        "from pathlib import Path\n"
        "from omni_lsp.adapters.embedding.folder import FolderEmbedder\n"
        "from omni_lsp.model.errors import AgentError\n"
        "try: FolderEmbedder(Path(sys.argv[1])).vectors(['read'])\n"
        "except AgentError as error: print(error.reason)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "own")]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout == "pip install 'omni-lsp[models]' first\n"
