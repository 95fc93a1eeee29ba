"""Pictures as NumPy arrays of bytes, of shape (height, width, channels).

Channels are 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGB and alpha). Every picture that a
function makes lies in the memory of the extension, where the next function finds it: nothing is
copied on the way. A picture from elsewhere is copied once.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Union

import numpy as np

from . import _native
from ._native import Filter as Filter
from ._native import ImageError as ImageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

__all__ = ["Filter", "ImageError", "blur", "decode", "dither", "encode", "read", "resize", "write"]

_Path = Union[str, "os.PathLike[str]"]


def read(path: _Path) -> Picture:
    """The picture in a PNG file."""
    return decode(Path(path).read_bytes())


def write(path: _Path, picture: Picture) -> None:
    """Writes a PNG file."""
    Path(path).write_bytes(encode(picture))


def decode(data: bytes) -> Picture:
    """The picture in the bytes of a PNG file. Raises `ImageError`."""
    made = _empty(_native.png_shape(data))
    _native.png_decode(data, made.reshape(-1))
    return made


def encode(picture: Picture) -> bytes:
    """The bytes of a PNG file."""
    shape = _shape(picture)
    return _native.png_encode(picture.reshape(-1), shape)


def resize(picture: Picture, height: int, width: int, filter: Filter = Filter.LANCZOS) -> Picture:
    """The picture in another size."""
    shape = _shape(picture)
    made = _empty((height, width, shape[2]))
    _native.resize(picture.reshape(-1), shape, made.reshape(-1), (height, width), filter)
    return made


def blur(picture: Picture, sigma: float) -> Picture:
    """The picture blurred by a Gaussian of this standard deviation, in pixels."""
    shape = _shape(picture)
    made = _empty(shape)
    _native.blur(picture.reshape(-1), shape, made.reshape(-1), sigma)
    return made


def dither(picture: Picture, levels: int = 2) -> Picture:
    """The picture with so many values of each channel."""
    shape = _shape(picture)
    made = _empty(shape)
    made[...] = picture.reshape(shape)
    _native.dither(made.reshape(-1), shape, levels)
    return made


def _empty(shape: tuple[int, int, int]) -> Picture:
    """A picture in the memory of the extension."""
    found: Picture = np.asarray(_native._extension.empty(shape, "u1"))
    return found


def _shape(picture: Picture) -> tuple[int, int, int]:
    """The shape; two dimensions are a grey picture. What is no picture is refused."""
    if not isinstance(picture, np.ndarray):
        raise TypeError(f"a picture is an array of NumPy, not {type(picture).__name__}")
    if picture.dtype != np.uint8:
        raise TypeError(f"a picture has items of uint8, not {picture.dtype}")
    if picture.ndim not in (2, 3):
        raise ValueError(f"a picture has 2 or 3 dimensions, not {picture.ndim}")
    height, width, channels = (*picture.shape, 1)[:3]
    return height, width, channels
