"""Types of the ABI as Python annotations: objects, not texts.

Made when an extension is loaded, so what takes a while to import comes where it is needed: most
annotations are plain classes.
"""

from __future__ import annotations

import sys
from _collections_abc import Callable as CallableLike
from _collections_abc import Generator, Iterable, Mapping, Sequence, Set

from . import bundle
from ._abi import PRIMITIVES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Protocol, TypeVar, Union

    from typing_extensions import Buffer as _Buffer

    from .interface import Function, Type

    _F = TypeVar("_F", bound=Callable[..., Any])

    class _Array(Protocol):
        """NumPy's arrays: below Python 3.12 their stubs do not show the buffer protocol."""

        @property
        def __array_interface__(self) -> dict[str, Any]: ...

    #: What the stubs of wheels call a buffer.
    Buffer = Union[_Buffer, _Array]
elif sys.version_info >= (3, 12):
    from _collections_abc import Buffer as Buffer


def __getattr__(name: str) -> Any:
    if name == "Buffer":
        return bundle.take("buffers").Buffer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# As values that are not known to the type checker, because they are subscripted at run time.
_callable: Any = CallableLike
_dict: Any = dict
_generator: Any = Generator
_iterable: Any = Iterable
_list: Any = list
_mapping: Any = Mapping
_sequence: Any = Sequence
_set: Any = set
_set_like: Any = Set
_tuple: Any = tuple
_PYTHON: dict[str, Any] = {"int": int, "float": float, "bool": bool, "str": str, "None": None}


def _buffer() -> Any:
    return sys.modules[__name__].Buffer


#: Types that `|` joins. Up to Python 3.11 the time that it takes grows with the cube of the number.
_MOST = 100


def union(*parts: Any) -> Any:
    """The union of types."""
    is_short = len(parts) <= _MOST
    if sys.version_info >= (3, 10) and is_short and type(parts[0]) is not type(None):
        try:
            found = parts[0]
            for part in parts[1:]:
                found = found | part
            return found
        except TypeError:  # something of the other module's that has no such operator
            pass
    from typing import Union

    return Union[parts]


def of_function(function: Function) -> dict[str, Any]:
    """The annotations of a function's parameters and result."""
    found = {}
    for param in function.params:
        if param.name == "self" and function.role in ("method", "getter", "setter"):
            continue
        # Of `*args` and `**kwargs` the annotation is that of each argument.
        ty = param.type.parts[-1] if param.kind in ("variadic", "keywords") else param.type
        found[param.name] = parameter(ty, param.writable)
    found["return"] = result(function.result)
    return found


def wrap(made: _F, function: Any) -> _F:
    """`functools.update_wrapper`, which takes a while to import, and leaves out annotations.

    It does so since Python 3.14.
    """
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(made, name, getattr(function, name))
    vars(made).update(vars(function), __wrapped__=function)
    made.__annotations__ = getattr(function, "__annotations__", {})
    return made


def parameter(ty: Type, writable: bool = False) -> Any:
    """The annotation of a parameter."""
    if writable:
        return _buffer()
    if ty.kind in ("list", "array"):
        items = _sequence[parameter(ty.parts[0])]
        return union(_buffer(), items) if ty.parts[0].is_plain else items
    if ty.kind == "set":
        return _set_like[result(ty.parts[0])]
    if ty.kind == "map":
        # A key of a `Mapping` is invariant, so it is written as it comes out of one.
        return _mapping[result(ty.parts[0]), parameter(ty.parts[1])]
    if ty.kind == "record":
        return union(ty.named.python, _mapping[str, object])
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


def view(function: Function) -> Any:
    """The annotation of a result that comes as an array."""
    if function.vectorize:
        return union(_buffer(), result(function.result))
    return union(_buffer(), None) if function.result.kind == "option" else _buffer()


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
    parts = tuple([inner(part) for part in ty.parts])
    if ty.kind == "iterator":
        return _generator[parts[0], None, None] if inner is result else _iterable[parts[0]]
    if ty.kind == "tuple":
        return _tuple[parts]
    if ty.kind == "option":
        if ty.parts[0].is_nullable:
            from .outcome import Some

            some: Any = Some
            return union(some[parts[0]], None)
        return union(parts[0], None)
    from .outcome import Err, Ok

    ok: Any = Ok
    err: Any = Err
    return union(ok[parts[0]], err[parts[1]])
