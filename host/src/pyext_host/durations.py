"""Durations: `timedelta` to seconds and nanoseconds, and back. Imported where they are needed."""

from __future__ import annotations

from datetime import timedelta

from . import convert
from .errors import broken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_DAY = 86400


def lower(value: Any, where: str) -> tuple[int, int]:
    """The seconds and nanoseconds."""
    if not isinstance(value, timedelta):
        raise convert.wrong_type(where, "timedelta", value)
    if value.days < 0:
        raise OverflowError(f"{where}: {value!r} is negative")
    return value.days * _DAY + value.seconds, value.microseconds * 1000


def lift(seconds: int, nanoseconds: int) -> timedelta:
    """The duration in whole microseconds, which is what Python has."""
    if nanoseconds >= 1_000_000_000:
        raise broken("a number of nanoseconds", nanoseconds)
    days, seconds = divmod(seconds, _DAY)
    if days > timedelta.max.days:
        raise OverflowError(f"the result of {days} days is too large for timedelta")
    return timedelta(days, seconds, nanoseconds // 1000)
