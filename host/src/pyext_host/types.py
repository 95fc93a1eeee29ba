"""Python annotations for the types of the ABI that Python has no type of its own for.

>>> from pyext_host.types import u32
>>> def area(width: u32, height: u32) -> int: ...

`u32` is `Annotated[int, "u32"]`: an `int` to every type checker.
"""

from __future__ import annotations

from typing import Annotated

u8 = Annotated[int, "u8"]
u16 = Annotated[int, "u16"]
u32 = Annotated[int, "u32"]
u64 = Annotated[int, "u64"]
u128 = Annotated[int, "u128"]
s8 = Annotated[int, "s8"]
s16 = Annotated[int, "s16"]
s32 = Annotated[int, "s32"]
#: What `int` alone is.
s64 = Annotated[int, "s64"]
s128 = Annotated[int, "s128"]
f32 = Annotated[float, "f32"]
#: What `float` alone is.
f64 = Annotated[float, "f64"]
#: A text of one character.
char = Annotated[str, "char"]

__all__ = [
    "char",
    "f32",
    "f64",
    "s8",
    "s16",
    "s32",
    "s64",
    "s128",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
]
