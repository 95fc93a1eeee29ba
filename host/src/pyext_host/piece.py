"""A fixed-size piece of memory, which one `struct` call reads or writes; names for made code."""

from __future__ import annotations

import _struct as struct  # `struct` takes a while to import

from . import source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable


class Writer:
    """Hands out variables, each a letter and a number; values come as objects in the namespace."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = {**source.BUILTINS, **namespace}
        self.count = 0
        #: What the code calls attributes whose names are a stranger's, with those names.
        self.attributes: dict[str, str] = {}

    def name(self, letter: str, value: Any = None) -> str:
        """A name of its own; for `value` in the namespace, if there is one."""
        self.count += 1
        name = f"{letter}{self.count}"
        if value is not None:
            self.namespace[name] = value
        return name

    def attribute(self, name: str) -> str:
        """What the code is to call an attribute; no other name begins with this letter."""
        called = f"f{len(self.attributes)}"
        self.attributes[called] = name
        return called

    def function(self, lines: list[str]) -> Callable[..., Any]:
        """The function that these lines define."""
        return source.function(lines, self.namespace, self.attributes)


class Piece:
    """The leaves of a piece, its numbers and addresses, with the statements that go with them."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.lines: list[str] = []
        #: Offset, code and variable of each leaf.
        self.found: list[tuple[int, str, str]] = []

    def leaf(self, offset: int, code: str) -> str:
        """The variable of a new leaf."""
        variable = self.writer.name("v")
        self.found.append((offset, code, variable))
        return variable

    def leaves(self) -> str:
        """All variables, each with a comma behind it."""
        return "".join(f"{variable}, " for _, _, variable in self.found)

    def struct(self, size: int) -> struct.Struct:
        """The leaves for `struct`, with the padding spelled out."""
        text, end = "<", 0
        for offset, code, _ in self.found:
            text += f"{offset - end}x{code}"
            end = offset + struct.calcsize(f"<{code}")
        return struct.Struct(f"{text}{size - end}x")
