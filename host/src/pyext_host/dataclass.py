"""What makes a class a dataclass, made when somebody asks for it.

To import `dataclasses` takes longer than all else of a start, and a program that only makes and
reads records has no use for it.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_FIELDS, _PARAMS = "__dataclass_fields__", "__dataclass_params__"


def attributes(frozen: bool) -> dict[str, Any]:
    """What a class with annotations and methods of its own has to have as well."""
    found: dict[str, Any] = {name: _Later(name, frozen) for name in (_FIELDS, _PARAMS)}
    if sys.version_info >= (3, 13):
        found["__replace__"] = _replace
    return found


class _Later:
    """An attribute of the class that takes its own place.

    Pydantic for one reads it from the class's `__dict__`, so it can be used as what comes there.
    """

    owner: Any = None

    def __init__(self, name: str, frozen: bool) -> None:
        self.name = name
        self.frozen = frozen

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.owner = owner

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        for cls in owner.__mro__:
            # If there is none, another thread has been here.
            if vars(cls).get(self.name) is self:
                _complete(cls, self.frozen)
        return getattr(owner, self.name)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__get__(None, self.owner), name)

    def __getitem__(self, name: str) -> Any:
        return self.__get__(None, self.owner)[name]

    def __contains__(self, name: object) -> bool:
        return name in self.__get__(None, self.owner)

    def __iter__(self) -> Iterator[str]:
        return iter(self.__get__(None, self.owner))

    def __len__(self) -> int:
        return len(self.__get__(None, self.owner))

    def __repr__(self) -> str:
        return repr(self.__get__(None, self.owner))


def _complete(cls: type[Any], frozen: bool) -> None:
    """Gives the class what `dataclasses` says of one with the same fields."""
    from dataclasses import dataclass

    # Of another one: threads that look at the class meanwhile see all or nothing.
    like: Any = type(cls.__name__, (), {"__annotations__": dict(cls.__annotations__)})
    # With a text of its own it gets none.
    like.__module__, like.__doc__ = cls.__module__, cls.__name__
    like = dataclass(init=False, repr=False, eq=False)(like)
    params = like.__dataclass_params__
    params.init, params.repr, params.eq, params.frozen = True, True, True, frozen
    setattr(cls, _PARAMS, params)
    setattr(cls, _FIELDS, like.__dataclass_fields__)


def frozen(text: str) -> AttributeError:
    """The error for a change of what cannot be changed."""
    from dataclasses import FrozenInstanceError

    return FrozenInstanceError(text)


def _replace(self: Any, /, **changes: Any) -> Any:
    """For `copy.replace`."""
    from dataclasses import replace

    return replace(self, **changes)


_replace.__name__ = _replace.__qualname__ = "__replace__"
