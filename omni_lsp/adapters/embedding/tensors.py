"""Reads the safetensors format: the length of the header in 8 bytes, the header in JSON, the tensors."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

# numpy's own classes of scalars
_TYPES: Mapping[str, Any] = {
    "F64": np.float64,
    "F32": np.float32,
    "F16": np.float16,
    "I64": np.int64,
    "I32": np.int32,
    "I8": np.int8,
}
_LONGEST_HEADER = 100_000_000


def tensors(path: Path) -> dict[str, npt.NDArray[Any]]:
    """By name; those of types that are none of ours are left out.

    Raises OSError, and ValueError for a file that is damaged or none.
    """
    data = np.fromfile(path, np.uint8)  # Not mapped: a file that is cut off later would end the process.
    size = int.from_bytes(data[:8].tobytes(), "little")
    if not 2 <= size <= min(_LONGEST_HEADER, len(data) - 8):
        raise ValueError("it is no safetensors file")
    header = json.loads(data[8 : 8 + size].tobytes())
    try:
        found = {name: about for name, about in header.items() if name != "__metadata__" and about["dtype"] in _TYPES}
        return {name: _tensor(data[8 + size :], about) for name, about in found.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("its header is damaged") from error


def _tensor(data: npt.NDArray[np.uint8], about: Mapping[str, Any]) -> npt.NDArray[Any]:
    kind, shape, (first, last) = np.dtype(_TYPES[about["dtype"]]), about["shape"], about["data_offsets"]
    if not 0 <= first <= last <= len(data) or last - first != math.prod(shape) * kind.itemsize:
        raise ValueError("it ends too early, or its header is damaged")
    tensor: npt.NDArray[Any] = data[first:last].view(kind).reshape(shape)
    return tensor
