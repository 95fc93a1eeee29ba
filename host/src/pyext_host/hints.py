"""Types of the ABI as Python annotations: objects, not texts."""

from __future__ import annotations

import sys
from abc import ABCMeta
from array import array
from collections.abc import Sequence
from inspect import Parameter, Signature
from typing import Any, Callable, Optional, Union

from ._abi import PRIMITIVES
from .interface import Function, Type
from .some import Some

if sys.version_info >= (3, 12):
    from collections.abc import Buffer
else:

    class Buffer(metaclass=ABCMeta):
        """Objects with the buffer protocol; `collections.abc.Buffer` since Python 3.12."""

    for _known in (bytes, bytearray, memoryview, array):
        Buffer.register(_known)

_PYTHON: dict[str, Any] = {"int": int, "float": float, "bool": bool, "str": str, "None": None}


def signature(function: Function) -> Signature:
    """The signature of a function."""
    params = [
        Parameter(p.name, Parameter.POSITIONAL_OR_KEYWORD, annotation=parameter(p.type, p.writable))
        for p in function.params
    ]
    return Signature(params, return_annotation=result(function.result))


def parameter(ty: Type, writable: bool = False) -> Any:
    """The annotation of a parameter."""
    if writable:
        return Buffer
    if ty.kind == "list":
        items = Sequence[parameter(ty.parts[0])]
        return Union[Buffer, items] if ty.is_bulk else items
    return _other(ty, parameter)


def result(ty: Type) -> Any:
    """The annotation of a result."""
    if ty.kind == "list":
        item = ty.parts[0]
        return bytes if item.kind == "u8" else list[result(item)]
    return _other(ty, result)


def _other(ty: Type, inner: Callable[[Type], Any]) -> Any:
    if ty.kind in PRIMITIVES:
        return _PYTHON[PRIMITIVES[ty.kind].python]
    parts = tuple(inner(part) for part in ty.parts)
    if ty.kind == "tuple":
        return tuple[parts]
    if ty.kind == "option":
        return Optional[Some[parts[0]] if ty.parts[0].is_nullable else parts[0]]
    return parts[0]
