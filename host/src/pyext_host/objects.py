"""The Python classes of objects that stay in the guest, and what an object's handle is good for.

An object has the guest's handle and, above its 32 bits, the number of the instance that it is of:
less the number of the instance that is at work (`State.base`), the handle of an object that is gone
fits into no cell.
"""

from __future__ import annotations

from . import convert, hints, roles
from .errors import BorrowError, StaleObjectError, broken
from .interface import Definition, Function, Param, Type, local_name, submodule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Callable

_FIRST, _LAST = 1, (1 << 32) - 1
_new = object.__new__


def export_of_drop(definition: Definition) -> str:
    """The name of the export that drops objects of a class."""
    return f"[drop]{definition.name}"


# ---- handles


def converter(ty: Type, where: str) -> Callable[[Any], int]:
    """A function that takes an object of the class, and gives its handle with its instance."""
    (cls,) = ty.named.classes

    def handle_of(value: Any) -> int:
        # A class of another instance can derive from this one.
        if isinstance(value, cls) and value.__pyext_drops__ is cls.__pyext_drops__:
            found: int = value.__pyext_handle__
            return found
        if type(value).__name__ == cls.__name__ and hasattr(value, "__pyext_handle__"):
            raise TypeError(
                f"{where}: this {cls.__name__} is of another extension or of another instance of it"
            )
        raise convert.wrong_type(where, cls.__name__, value)

    return handle_of


def lifter(ty: Type) -> Callable[[Any, int], Any]:
    """A function of (memory, handle) that makes the object."""
    (cls,) = ty.named.classes

    def lift(m: Any, handle: int) -> Any:
        if handle == 0:
            raise broken("a handle", handle)
        made: Any = _new(cls)
        made.__pyext_handle__ = m.base + handle
        return made

    return lift


def adopted(made: Any, cls: type[Any]) -> Any:
    """What a constructor has made, as an object of the class that was asked for."""
    if type(made) is cls:
        return made
    if not (isinstance(cls, type) and issubclass(cls, type(made))):
        raise TypeError(f"{cls!r} is not a class that derives from {type(made).__name__}")
    found: Any = _new(cls)
    found.__pyext_handle__, made.__pyext_handle__ = made.__pyext_handle__, 0
    return found


def handle_in(state: Any, value: Any, where: str) -> int:
    """The handle of an object in the instance that is at work."""
    handle: int = value.__pyext_handle__ - state.base
    if not _FIRST <= handle <= _LAST:
        raise stale(where, type(value).__name__, value.__pyext_handle__ != 0)
    return handle


def stale(where: str, name: str, trapped: bool = False) -> StaleObjectError:
    """The error for an object that is not there any more."""
    why = "went with an instance that has trapped" if trapped else "is closed or was given away"
    return StaleObjectError(f"{where}: the {name} {why}")


def place_of(function: Function, param: Param) -> str:
    """What errors call an object that is an argument."""
    if param.name == "self" and function.role in ("method", "getter", "setter"):
        return function.name
    return f"argument '{param.name}'"


def refusal(function: Function, word: int) -> Exception:
    """The error for what the guest has written to `refused`."""
    code, index = word & 0xFF, word >> 8
    if not 1 <= code <= 3 or index >= len(function.params):
        return broken("a refusal", word)
    param = function.params[index]
    ty = param.type
    where = place_of(function, param)
    name = local_name(ty.named.name) if ty.kind in ("own", "borrow") else "object in it"
    if code == 1:
        return stale(where, name)
    if where != function.name:
        where = f"{function.name}: {where}"
    why = "by a call that changes it" if code == 2 else "and this call would change it"
    return BorrowError(f"{where}: the {name} is in use{' ' if code == 2 else ', '}{why}")


# ---- dropping


class _Report:
    """Hands an exception to `sys.unraisablehook`, as one of a finaliser: that is what drops."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __del__(self) -> None:
        raise self.error


def drain(state: Any) -> None:
    """Drops what finalisers have queued. Called under the lock, before a call."""
    drops = state.drops
    for _ in range(len(drops)):
        export, number, *size = drops.popleft()
        try:
            handle = number - state.base
            if state.dead or not _FIRST <= handle <= _LAST:
                continue
            if size:
                state.free(handle, *size)
                continue
            state.invoke(export, ["i32"], [handle])
            if state.take_refused():
                drops.append((export, number))  # in use by a call that this one is inside of
        except Exception as e:
            _Report(e)


def _close(state: Any, definition: Definition, value: Any) -> None:
    number = getattr(value, "__pyext_handle__", 0)
    if getattr(value, "__pyext_drops__", state.drops) is not state.drops:
        raise TypeError(f"{definition.name}.close: the object is of another instance")
    if not isinstance(value, definition.classes):
        raise convert.wrong_type(f"{definition.name}.close", local_name(definition.name), value)
    if number and not state.dead and 0 < number - state.base <= _LAST:
        with state.entered(False):
            # It may have gone while this thread waited.
            if value.__pyext_handle__ == number and 0 < number - state.base <= _LAST:
                state.invoke(export_of_drop(definition), ["i32"], [number - state.base])
                if state.take_refused():
                    name = local_name(definition.name)
                    raise BorrowError(f"{definition.name}.close: the {name} is in use")
    value.__pyext_handle__ = 0


# ---- classes


def new_class(definition: Definition, module: str) -> type[Any]:
    """The class, as yet without what belongs to it."""
    namespace = {
        "__module__": module,
        "__qualname__": definition.name,
        "__doc__": definition.docs or None,
        "__slots__": ("__pyext_handle__", "__weakref__"),
    }
    return type(local_name(definition.name), (), namespace)


def derived(definition: Definition) -> type[Any]:
    """A class for the objects of one more instance."""
    (base,) = definition.classes
    copied = ("__module__", "__qualname__", "__doc__")
    namespace = {**{name: getattr(base, name) for name in copied}, "__slots__": ()}
    return type(base.__name__, (base,), namespace)


def fill(state: Any, definition: Definition, made: Iterable[tuple[Function, Any]]) -> None:
    """Gives a class what belongs to it, and what every class has."""
    (cls,) = definition.classes
    members: dict[str, Any] = {}
    for function, python in made:
        name = local_name(function.name)
        if function.role == "constructor":
            members[name] = staticmethod(python)
        elif function.role == "getter":
            members[name] = property(python)
        elif function.role == "setter":
            members[name] = members[name].setter(python)
        elif function.role == "static":
            members[name] = staticmethod(python)
        elif function.role == "class":
            members[name] = classmethod(python)
        else:
            members[name] = _special(name, function, python)
    for name, value in {**_common(state, definition), **members}.items():
        setattr(cls, name, value)
    if "__next__" in members and "__iter__" not in members:
        cls.__iter__ = lambda self: self
    if "__eq__" in members and "__hash__" not in members:
        # As a class statement has it.
        setattr(cls, "__hash__", None)  # noqa: B010


def _special(name: str, function: Function, python: Any) -> Any:
    """The method as Python calls it."""
    if name == "__next__":

        def following(self: Any) -> Any:
            found = python(self)
            if found is None:
                raise StopIteration
            return found.value if is_nested else found

        item = function.result.parts[0]
        is_nested = item.is_nullable
        made: Any = hints.wrap(following, python)
        # Its end is an exception, and its signature its own.
        made.__annotations__ = {**python.__annotations__, "return": hints.result(item)}
        del made.__wrapped__
        return made
    if name in roles.IN_PLACE or (name == "__enter__" and function.result.kind == "unit"):

        def changing(self: Any, *other: Any) -> Any:
            found = python(self, *other)
            return self if found is None else found

        return hints.wrap(changing, python)
    if name == "__exit__":

        def leaving(self: Any, *about: Any) -> Any:
            return python(self)

        hints.wrap(leaving, python)
        # Its signature is its own: Python passes what was raised.
        del leaving.__wrapped__  # type: ignore[attr-defined]
        return leaving
    return python


def _common(state: Any, definition: Definition) -> dict[str, Any]:
    """What every class has, unless the guest has its own."""
    export, drops = export_of_drop(definition), state.drops
    name = definition.name

    def __new__(cls: Any, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(f"{name} has no constructor")

    def __del__(self: Any) -> None:
        number = getattr(self, "__pyext_handle__", 0)
        if number:
            drops.append((export, number))

    def close(self: Any) -> None:
        """Drops the object in the extension. What is closed can be closed again."""
        _close(state, definition, self)

    def __enter__(self: Any) -> Any:
        return self

    def __exit__(self: Any, *about: Any) -> None:
        close(self)

    def __reduce_ex__(self: Any, protocol: Any) -> Any:
        raise TypeError(f"a {name} stays in its extension: it can be neither copied nor pickled")

    found = {f.__name__: f for f in (__new__, __del__, close, __enter__, __exit__, __reduce_ex__)}
    for method in found.values():
        method.__module__, method.__qualname__ = (
            definition.python.__module__,
            f"{name}.{method.__name__}",
        )
    # What tells the objects of one instance from those of others.
    return {**found, "__pyext_drops__": drops}


def owner(function: Function) -> str:
    """The name of the class that a function belongs to."""
    return submodule(function.name)
