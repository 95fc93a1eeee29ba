"""`Ok` and `Err`, a result as data (errors that functions raise are exceptions), and `Some`."""

from __future__ import annotations

from .shared import adopt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass
    from typing import Generic, TypeVar

    T = TypeVar("T")
    E = TypeVar("E")

    @dataclass(frozen=True)
    class Ok(Generic[T]):
        """The value of a result that is one."""

        value: T

    @dataclass(frozen=True)
    class Err(Generic[E]):
        """The error of a result that has none."""

        error: E

    @dataclass(frozen=True)
    class Some(Generic[T]):
        """Tells `Some(None)` from `None` where an option holds an option."""

        value: T
else:
    from .box import Box

    @adopt
    class Ok(Box):
        """The value of a result that is one."""

        __slots__ = __match_args__ = ("value",)

    @adopt
    class Err(Box):
        """The error of a result that has none."""

        __slots__ = __match_args__ = ("error",)

    @adopt
    class Some(Box):
        """Tells `Some(None)` from `None` where an option holds an option."""

        __slots__ = __match_args__ = ("value",)
