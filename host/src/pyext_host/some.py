"""`Some`: a value of an option whose inner type has `None` among its values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from .shared import adopt

T = TypeVar("T")


@adopt
@dataclass(frozen=True)
class Some(Generic[T]):
    """Tells `Some(None)` from `None` where an option holds an option."""

    value: T
