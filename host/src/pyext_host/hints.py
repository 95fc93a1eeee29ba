"""Types of the ABI as Python annotations: objects, not texts."""

from __future__ import annotations

import sys
from abc import ABCMeta
from array import array
from collections.abc import Callable as CallableLike
from collections.abc import Generator, Iterable, Mapping, Sequence, Set
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

from . import values
from ._abi import PRIMITIVES
from .interface import NO_DEFAULT, Function, Type
from .outcome import Err, Ok
from .some import Some

if TYPE_CHECKING:
    from typing import Protocol

    from typing_extensions import Buffer as _Buffer

    class _Array(Protocol):
        """NumPy's arrays: below Python 3.12 their stubs do not show the buffer protocol."""

        @property
        def __array_interface__(self) -> dict[str, Any]: ...

    #: What the stubs of wheels call a buffer.
    Buffer = Union[_Buffer, _Array]
elif sys.version_info >= (3, 12):
    from collections.abc import Buffer
else:

    class Buffer(metaclass=ABCMeta):  # noqa: B024  # other classes register with it
        """Objects with the buffer protocol; `collections.abc.Buffer` since Python 3.12."""

    for _known in (bytes, bytearray, memoryview, array):
        Buffer.register(_known)

# As values that are not known to the type checker, because they are subscripted at run time.
_callable: Any = CallableLike
_dict: Any = dict
_err: Any = Err
_generator: Any = Generator
_iterable: Any = Iterable
_list: Any = list
_mapping: Any = Mapping
_ok: Any = Ok
_optional: Any = Optional
_sequence: Any = Sequence
_set: Any = set
_set_like: Any = Set
_some: Any = Some
_tuple: Any = tuple
_PYTHON: dict[str, Any] = {"int": int, "float": float, "bool": bool, "str": str, "None": None}


_KINDS = {
    "positional": Parameter.POSITIONAL_ONLY,
    "usual": Parameter.POSITIONAL_OR_KEYWORD,
    "variadic": Parameter.VAR_POSITIONAL,
    "keyword": Parameter.KEYWORD_ONLY,
    "keywords": Parameter.VAR_KEYWORD,
}


def signature(function: Function) -> Signature:
    """The signature of a function."""
    listed = []
    if function.takes_class:
        # Not a name that a parameter has: Python leaves this one out when it shows them.
        name = "cls" if all(param.name != "cls" for param in function.params) else "cls_"
        listed.append(Parameter(name, Parameter.POSITIONAL_ONLY))
    for param in function.params:
        # Of `*args` and `**kwargs` the annotation is that of each argument.
        ty = param.type.parts[-1] if param.kind in ("variadic", "keywords") else param.type
        default = Parameter.empty
        if param.default is not NO_DEFAULT:
            default = values.to_python(param.default, param.type)
        annotation = parameter(ty, param.writable)
        if param.name == "self" and function.role in ("method", "getter", "setter"):
            annotation = Parameter.empty
        listed.append(
            Parameter(param.name, _KINDS[param.kind], default=default, annotation=annotation)
        )
    return Signature(listed, return_annotation=result(function.result))


def parameter(ty: Type, writable: bool = False) -> Any:
    """The annotation of a parameter."""
    if writable:
        return Buffer
    if ty.kind in ("list", "array"):
        items = _sequence[parameter(ty.parts[0])]
        return Union[Buffer, items] if ty.parts[0].is_plain else items
    if ty.kind == "set":
        return _set_like[result(ty.parts[0])]
    if ty.kind == "map":
        # A key of a `Mapping` is invariant, so it is written as it comes out of one.
        return _mapping[result(ty.parts[0]), parameter(ty.parts[1])]
    if ty.kind == "record":
        return Union[ty.named.python, Mapping[str, object]]
    return _other(ty, parameter)


def result(ty: Type) -> Any:
    """The annotation of a result."""
    if ty.kind in ("list", "array"):
        item = ty.parts[0]
        return bytes if item.kind == "u8" else _list[result(item)]
    if ty.kind == "set":
        return _set[result(ty.parts[0])]
    if ty.kind == "map":
        return _dict[result(ty.parts[0]), result(ty.parts[1])]
    return _other(ty, result)


def _other(ty: Type, inner: Callable[[Type], Any]) -> Any:
    if ty.kind == "duration":
        from datetime import timedelta  # only where there are durations

        return timedelta
    if ty.kind in PRIMITIVES:
        return _PYTHON[PRIMITIVES[ty.kind].python]
    if ty.definition is not None:
        return ty.definition.python
    if ty.kind == "callable":
        # It is called with what a function returns, and returns what one is called with.
        *params, returned = ty.parts
        return _callable[[result(part) for part in params], parameter(returned)]
    parts = tuple(inner(part) for part in ty.parts)
    if ty.kind == "iterator":
        return _generator[parts[0], None, None] if inner is result else _iterable[parts[0]]
    if ty.kind == "tuple":
        return _tuple[parts]
    if ty.kind == "option":
        return _optional[_some[parts[0]] if ty.parts[0].is_nullable else parts[0]]
    return Union[_ok[parts[0]], _err[parts[1]]]
