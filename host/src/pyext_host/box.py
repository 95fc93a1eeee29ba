"""What holds one value and cannot be changed: as a frozen dataclass, without that import's time."""

from __future__ import annotations

from . import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Box:
    """The base of such a class, which names its one slot."""

    __slots__: tuple[str, ...] = ()
    #: As `types.GenericAlias`, without that import's time.
    __class_getitem__: Any = classmethod(type(list[int]))

    # Each class has its own parameter by that name.
    def __init__(self, *values: Any, **named: Any) -> None:
        (name,) = type(self).__slots__
        if len(values) == 1 and not named:
            value = values[0]
        elif not values and len(named) == 1 and name in named:
            value = named[name]
        else:
            raise TypeError(f"{type(self).__name__}() takes one value, {name!r}")
        object.__setattr__(self, name, value)

    def _held(self) -> Any:
        (name,) = type(self).__slots__
        return getattr(self, name)

    def __repr__(self) -> str:
        (name,) = type(self).__slots__
        return f"{type(self).__name__}({name}={self._held()!r})"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self._held() == other._held())

    def __hash__(self) -> int:
        return hash((self._held(),))

    def __setattr__(self, name: str, value: object) -> None:
        raise dataclass.frozen(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise dataclass.frozen(f"cannot delete field {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._held(),)
