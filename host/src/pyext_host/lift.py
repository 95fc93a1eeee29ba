"""Makes, for a type that comes back through memory, the function that reads and checks it."""

from __future__ import annotations

from typing import Any, Callable

from . import bulk, layout, piece, source, texts
from ._abi import MAX_VALUE_BYTES, PRIMITIVES
from .errors import ExtensionError, ProtocolError
from .interface import Type
from .memory import Memory
from .some import Some


def lifter(ty: Type, raises: bool = False) -> Callable[[Memory, int], Any]:
    """A function of (memory, address) that makes the value.

    With `raises` it takes the value out of a result, or raises the error.
    """
    return _Writer(_NAMES).root(ty, raises)


def broken(what: str, value: object) -> ProtocolError:
    """The error for a value that the type does not have."""
    return ProtocolError(f"the result is broken: {what} is {value}")


def too_large() -> ProtocolError:
    """The error for a result that the ABI has no room for."""
    return ProtocolError(f"the result is larger than {MAX_VALUE_BYTES} bytes")


def _error(message: str, causes: list[str]) -> ExtensionError:
    return ExtensionError(message, tuple(causes))


_NAMES: dict[str, Any] = {
    "broken": broken,
    "too_large": too_large,
    "error": _error,
    "Some": Some,
    "EMPTY": "",
    "BOOL": "a bool",
    "CHAR": "a char",
    "DISCRIMINANT": "a discriminant",
}


class _Writer(piece.Writer):
    """Writes the source of the functions."""

    def root(self, ty: Type, raises: bool) -> Callable[[Memory, int], Any]:
        size, align = ty.layout
        lines = [
            "def lift(m, at):",
            f"    if at + {size} > m.limit" + (f" or at % {align}:" if align > 1 else ":"),
            f"        m.need(at, {size}, {align})",
        ]
        if raises:
            payload = ty.payload_offset
            lines += [
                "    flag = m.view[at]",
                "    if flag == 0:",
                *self.piece(ty.parts[0], payload, "        "),
                "    if flag == 1:",
                *self.piece(ty.parts[1], payload, "        ", error=True),
                "    raise broken(DISCRIMINANT, flag)",
            ]
        else:
            lines += self.piece(ty, 0, "    ")
        return source.function(lines, self.namespace)

    def piece(self, ty: Type, offset: int, indent: str, error: bool = False) -> list[str]:
        """Statements that return the value at `at + offset`, or raise it as an error."""
        body = _Body(self)
        value = body.value(ty, 0, indent)
        lines = []
        if body.found:
            unpack = self.name("u", body.struct(ty.layout.size).unpack_from)
            lines.append(f"{indent}{body.leaves()}= {unpack}(m.view, at + {offset})")
        lines += body.lines
        if error:
            lines.append(f"{indent}raise error({value}[0], {value}[1])")
        else:
            lines.append(f"{indent}return {value}")
        return lines

    def items(self, ty: Type) -> str:
        """The name of a function that lifts a list of this type, which is not a scalar."""
        size, align = ty.layout
        body = _Body(self)
        value = body.value(ty, 0, "        " if size else "    ")
        lines = ["def lift_items(m, at, count):", "    if not count: return []"]
        if size == 0:
            # Nothing in memory limits the number, so each counts as one byte.
            lines += [
                "    m.spent += count",
                f"    if m.spent > {MAX_VALUE_BYTES}: raise too_large()",
                *body.lines,
                f"    return [{value}] * count",
            ]
        else:
            unpack = self.name("u", body.struct(size).iter_unpack)
            check = f" or at % {align}" if align > 1 else ""
            lines += [
                f"    end = at + count * {size}",
                f"    if end > m.limit{check}: m.need(at, count * {size}, {align})",
                f"    m.spent += count * {size}",
                f"    if m.spent > {MAX_VALUE_BYTES}: raise too_large()",
                "    found = []",
                "    add = found.append",
                f"    for {body.leaves()}in {unpack}(m.view[at:end]):",
                *body.lines,
                f"        add({value})",
                "    return found",
            ]
        return self.name("l", source.function(lines, self.namespace))


class _Body(piece.Piece):
    """The statements that make a value from the leaves of a piece."""

    writer: _Writer

    def value(self, ty: Type, offset: int, indent: str) -> str:
        """Statements that make the value at `offset`; the expression that then is it."""
        add = self.lines.append
        kind = ty.kind
        if kind == "unit":
            return "None"
        if kind == "tuple":
            offsets = layout.offsets(t.layout for t in ty.parts)
            parts = [self.value(t, offset + at, indent) for t, at in zip(ty.parts, offsets)]
            made = self.writer.name("x")
            add(f"{indent}{made} = ({', '.join(parts)},)")
            return made
        if kind == "option":
            return self.option(ty, offset, indent)
        if kind in ("string", "list"):
            return self.pointer(ty, offset, indent)
        primitive = PRIMITIVES[kind]
        if kind == "bool":
            v = self.leaf(offset, "B")
            add(f"{indent}if {v} > 1: raise broken(BOOL, {v})")
            return f"({v} == 1)"
        if primitive.low is not None and primitive.size == 16:
            low = self.leaf(offset, "Q")
            high = self.leaf(offset + 8, "q" if primitive.low else "Q")
            return f"({low} | {high} << 64)"
        v = self.leaf(offset, primitive.code or "")
        if kind == "char":
            add(f"{indent}if {v} > 0x10FFFF or 0xD800 <= {v} <= 0xDFFF: raise broken(CHAR, {v})")
            return f"chr({v})"
        return v

    def pointer(self, ty: Type, offset: int, indent: str) -> str:
        add = self.lines.append
        address, count = self.leaf(offset, "I"), self.leaf(offset + 4, "I")
        made = self.writer.name("x")
        if ty.kind == "string":
            add(f"{indent}if {count}:")
            add(f"{indent}    {made} = {address} + {count}")
            add(f"{indent}    if {made} > m.limit: m.need({address}, {count})")
            add(f"{indent}    m.spent += {count}")
            add(f"{indent}    if m.spent > {MAX_VALUE_BYTES}: raise too_large()")
            # Decoded from UTF-8, strictly: surrogates and overlong forms raise.
            add(f"{indent}    {made} = m.chars[{address}:{made}].decode()")
            add(f"{indent}else: {made} = EMPTY")
            return made
        item = ty.parts[0]
        if item.kind == "string":
            lift = self.writer.name("l", texts.lift)
        elif ty.is_bulk:
            lift = self.writer.name("l", bulk.lifter(item.kind))
        else:
            lift = self.writer.items(item)
        add(f"{indent}{made} = {lift}(m, {address}, {count})")
        return made

    def option(self, ty: Type, offset: int, indent: str) -> str:
        add = self.lines.append
        inner = ty.parts[0]
        flag = self.leaf(offset, "B")
        made = self.writer.name("x")
        add(f"{indent}if {flag} == 0: {made} = None")
        add(f"{indent}elif {flag} == 1:")
        value = self.value(inner, offset + ty.payload_offset, indent + "    ")
        if inner.is_nullable:
            value = f"Some({value})"
        add(f"{indent}    {made} = {value}")
        add(f"{indent}else: raise broken(DISCRIMINANT, {flag})")
        return made
