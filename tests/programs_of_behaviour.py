"""Programs that use objects: a right one, and lines that are each wrong by itself."""

from __future__ import annotations

RIGHT = """\
from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import behaviour
from behaviour import BorrowError, Counter, Countdown, NumberStack, StaleObjectError
from behaviour.inner import Token

if TYPE_CHECKING:
    from behaviour import Host, Other


class Store:
    def __init__(self) -> None:
        self.kept: dict[str, int] = {}

    def careless(self) -> int:
        return 1

    def describe(self, place: behaviour.Place) -> str:
        return place.name

    def length(self, words: Sequence[str]) -> int:
        return len(words)

    def lookup(self, key: str) -> str | None:
        return str(self.kept[key]) if key in self.kept else None

    def mixed(
        self,
        flag: bool,
        numbers: tuple[int, int],
        ratio: float,
        huge: int,
        time: timedelta,
        data: bytes,
    ) -> tuple[bool, int, int, float, int, timedelta, bytes]:
        return flag, *numbers, ratio, huge, time, data

    def nothing(self) -> None:
        pass

    def numbers(self, count: int) -> list[float]:
        return [0.5] * count

    def place(self, name: str) -> behaviour.Place:
        return behaviour.Place(name, None)

    def store(self, key: str, value: int) -> None:
        self.kept[key] = value

    def table(self, rows: list[dict[str, int | None]]) -> Mapping[str, int]:
        return {key: value for row in rows for key, value in row.items() if value is not None}

    def try_color(self, color: behaviour.Color) -> behaviour.Color:
        return color


class Answer:
    def answer(self) -> int:
        return 42


host: Host = Store()
other: Other = Answer()
behaviour.provide({"Host": host, "Other": other})
behaviour.store("a", 3)
found: str | None = behaviour.lookup("a")
assert found == "3"

with Counter("one", 2) as one:
    number: int = one.increment(by=3)
    one += 1
    total: Counter = one + 4
    one.name = "renamed"
    name: str = one.name
    same: bool = one == total
    assert (number, one.count, total.count, name) == (5, 6, 10, "renamed")
    assert one < total and not same
    words: list[str] = one.words()
    assert words == ["renamed"] and hash(one) == 6 and bool(one) and float(one) == 6.0
    called: int = one(1, 2)
    parsed: Counter = Counter.parse("7")
    assert Counter.plain().name == "default" and parsed.count == 7 and called
    both: int = behaviour.total([one, total])
    assert both == one.count + total.count
try:
    one.increment()
    raise SystemExit("closed")
except StaleObjectError as stale:
    assert "closed" in str(stale)
except BorrowError:
    raise

counted: list[int] = list(Countdown(2))
assert counted == [1, 0]
with NumberStack() as entered:
    depth: int = entered
    assert isinstance(depth, int)
stack = NumberStack()
stack.push(0.5)
top: float = stack[0]
assert top == 0.5 and len(stack) == 1 and 0.5 in stack

squares: Generator[int] = behaviour.squares(5)
first: int = next(squares)
squares.close()
assert first == 0 and list(squares) == []
doubled: float = behaviour.apply(lambda text, number: len(text) + number, "ab", 3)
assert doubled == 5.0
summed: float = behaviour.sum(x / 2 for x in range(3))
assert summed == 1.5 and Token("t").text == "t"
"""

IMPORTS = ["import behaviour", "one = behaviour.Counter('one')", "stack = behaviour.NumberStack()"]

WRONG = [
    "behaviour.Counter(3)",
    "behaviour.Empty()",
    "one.count = 'x'",
    "one.nothing()",
    "one.increment(step=1)",
    "one + 'x'",
    "one < 3",
    "number: str = one.words()",
    "stack['x']",
    "len(one)",
    "behaviour.total([1])",
    "behaviour.apply(lambda text: 1.0, 'ab', 3)",
    "behaviour.sum(['a'])",
    "behaviour.squares(3).append(1)",
    "behaviour.provide({'Host': 3})",
    "behaviour.provide(3)",
    "behaviour.inner.Token(3)",
]
