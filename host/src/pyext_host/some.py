"""`Some`: a value of an option whose inner type has `None` among its values."""

from __future__ import annotations

from .shared import adopt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass
    from typing import Generic, TypeVar

    T = TypeVar("T")

    @dataclass(frozen=True)
    class Some(Generic[T]):
        """Tells `Some(None)` from `None` where an option holds an option."""

        value: T
else:
    from .box import Box

    @adopt
    class Some(Box):
        """Tells `Some(None)` from `None` where an option holds an option."""

        __slots__ = __match_args__ = ("value",)
