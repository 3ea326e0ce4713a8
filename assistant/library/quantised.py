"""量化: vectors as int8 rows with one scale each, as the catalogue stores them.

Against float16: half the size, and 35 million components load in 30 ms instead of 400 (numpy
converts half floats one by one); the error of a cosine is about 0.0006 at 256 dimensions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


def _rows(dimension: int) -> np.dtype[np.void]:
    return np.dtype([("scale", "<f4"), ("row", "i1", (dimension,))])


def quantise(vectors: Matrix) -> bytes:
    """Rows of scale and int8 components."""
    packed = np.zeros(len(vectors), dtype=_rows(vectors.shape[1]))
    scales = np.maximum(np.abs(vectors).max(axis=1, initial=0.0), 1e-12) / 127.0
    packed["scale"] = scales
    packed["row"] = np.rint(vectors / scales[:, None])
    return packed.tobytes()


def unpacked(data: bytes, dimension: int) -> tuple[Matrix, NDArray[np.int8]]:
    """The scales and the int8 rows as they are stored: a quarter of ``restore``'s memory."""
    packed = np.frombuffer(data, dtype=_rows(dimension))
    return packed["scale"], packed["row"]


def restore(data: bytes, dimension: int) -> Matrix:
    """The rows as float32. Raises ValueError where the length is not whole rows."""
    packed = np.frombuffer(data, dtype=_rows(dimension))
    vectors: Matrix = packed["row"].astype(np.float32)
    vectors *= packed["scale"][:, None]
    return vectors
