"""`Ok` and `Err`: a result as data. Errors that functions raise are exceptions instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from .shared import adopt

T = TypeVar("T")
E = TypeVar("E")


@adopt
@dataclass(frozen=True)
class Ok(Generic[T]):
    """The value of a result that is one."""

    value: T


@adopt
@dataclass(frozen=True)
class Err(Generic[E]):
    """The error of a result that has none."""

    error: E
