"""Makes, for a type that comes back through memory, the function that reads and checks it."""

from __future__ import annotations

import struct
from itertools import starmap
from typing import Any, Callable

from . import bulk, handles, layout, members, piece, texts
from ._abi import MAX_VALUE_BYTES, PRIMITIVES
from .errors import ProtocolError, broken, told
from .interface import HANDLES, Type
from .memory import Memory
from .outcome import Err, Ok
from .some import Some


def lifter(ty: Type, raises: bool = False) -> Callable[[Memory, int], Any]:
    """A function of (memory, address) that makes the value.

    With `raises` it takes the value out of a result, or raises the error.
    """
    return _Writer(_NAMES).root(ty, raises)


def argument(ty: Type) -> Callable[[Memory, int, int], Any]:
    """A function of (memory, address, count) that makes a value that is passed so."""
    if ty.kind == "string":
        return texts.text
    lift = _Body(_Writer(_NAMES)).list(ty)
    return lift if ty.kind != "set" else lambda m, at, count: set(lift(m, at, count))


def too_large() -> ProtocolError:
    """The error for a result that the ABI has no room for."""
    return ProtocolError(f"the result is larger than {MAX_VALUE_BYTES} bytes")


def _error(m: Any, message: str, causes: list[str], token: int, value: Any) -> BaseException:
    return told(value, message, tuple(causes), m.origin(token))


def _make_error(cls: type[Any], names: tuple[str, ...], *values: Any) -> Any:
    """An error as data, which has no text."""
    return cls("", **dict(zip(names, values)))


def _empty_case(cls: type[Any]) -> Callable[[Memory, bytes], Any]:
    """What makes the value of a case without fields."""
    return lambda m, data: cls()


_NAMES: dict[str, Any] = {
    "broken": broken,
    "too_large": too_large,
    "error": _error,
    "make_error": _make_error,
    "Some": Some,
    "set": set,
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
        return self.function(lines)

    def piece(self, ty: Type, offset: int, indent: str, error: bool = False) -> list[str]:
        """Statements that return the value at `at + offset`, or raise it as an error."""
        body = _Body(self)
        if error:
            end = f"raise error({', '.join(['m', *body.fields(ty.parts, 0, indent)])})"
        else:
            end = f"return {body.value(ty, 0, indent)}"
        lines = []
        if body.found:
            unpack = self.name("u", body.struct(ty.layout.size).unpack_from)
            lines.append(f"{indent}{body.leaves()}= {unpack}(m.view, at + {offset})")
        return [*lines, *body.lines, f"{indent}{end}"]

    def items(self, ty: Type) -> Callable[[Memory, Any], Any]:
        """A function of (memory, bytes) that makes values of this type, which has a size."""
        quick = _without_code(ty)
        if quick is not None:
            return quick
        body = _Body(self, _has_texts_only(ty))
        value = body.value(ty, 0, "        ")
        return self.loop(ty, body, "[]", ["    add = found.append"], f"add({value})")

    def pairs(self, ty: Type) -> Callable[[Memory, Any], Any]:
        """The same for the keys and values of a map."""
        body = _Body(self, _has_texts_only(ty))
        key, value = body.fields(ty.parts, 0, "        ")
        return self.loop(ty, body, "{}", [], f"found[{key}] = {value}")

    def loop(
        self, ty: Type, body: _Body, empty: str, lines: list[str], end: str
    ) -> Callable[[Memory, Any], Any]:
        unpack = self.name("u", body.struct(ty.layout.size).iter_unpack)
        return self.function(
            [
                "def lift_items(m, data):",
                f"    found = {empty}",
                *lines,
                *(["    spent, chars, limit = m.spent, m.chars, m.limit"] if body.local else []),
                f"    for {body.leaves()}in {unpack}(data):",
                *body.lines,
                f"        {end}",
                *(["    m.spent = spent"] if body.local else []),
                "    return found",
            ]
        )

    def at_address(self, ty: Type, lift: str) -> Callable[[Memory, int, int], Any]:
        """A function of (memory, address, count) that calls `lift` with the bytes there."""
        size, align = ty.layout
        check = f" or at % {align}" if align > 1 else ""
        return self.function(
            [
                "def lift_at(m, at, count):",
                f"    end = at + count * {size}",
                "    if not count: at = end = 0",
                f"    elif end > m.limit{check}: m.need(at, count * {size}, {align})",
                f"    m.spent += count * {size}",
                f"    if m.spent > {MAX_VALUE_BYTES}: raise too_large()",
                f"    return {lift}(m, m.view[at:end])",
            ]
        )

    def case(
        self, parts: tuple[Type, ...], size: int, cls: type[Any], names: tuple[str, ...] | None
    ) -> Callable[[Memory, bytes], Any]:
        """A function that makes a value of one case from its payload of this size.

        With `names` it is an error, whose fields have these names.
        """
        if not parts and names is None:
            return _empty_case(cls)
        body = _Body(self)
        made = body.made(cls, names, body.fields(parts, 0, "    "))
        lines = ["def lift_case(m, data):"]
        if body.found:
            unpack = self.name("u", body.struct(size).unpack)
            lines.append(f"    {body.leaves()}= {unpack}(data)")
        return self.function([*lines, *body.lines, f"    return {made}"])


class _Body(piece.Piece):
    """The statements that make a value from the leaves of a piece."""

    writer: _Writer

    def __init__(self, writer: _Writer, local: bool = False) -> None:
        super().__init__(writer)
        #: Whether local variables hold what the memory knows, because nothing else changes it.
        self.local = local

    def value(self, ty: Type, offset: int, indent: str) -> str:
        """Statements that make the value at `offset`; the expression that then is it."""
        add = self.lines.append
        kind = ty.kind
        if kind == "unit":
            return "None"
        if kind in ("tuple", "record") or (kind == "error" and not ty.has_cases):
            parts = self.fields(ty.parts, offset, indent)
            made = self.writer.name("x")
            expression = f"({', '.join(parts)},)"
            if kind != "tuple":
                names = tuple(field.name for field in ty.named.fields)
                expression = self.made(
                    ty.named.classes[0], names if kind == "error" else None, parts
                )
            add(f"{indent}{made} = {expression}")
            return made
        if kind == "option":
            return self.option(ty, offset, indent)
        if ty.has_cases:
            return self.variant(ty, offset, indent)
        if kind == "array":
            return self.array(ty, offset, indent)
        if ty.is_pair:
            return self.pointer(ty, offset, indent)
        if kind in HANDLES:
            make = self.writer.name("l", handles.lifter(ty))
            made = self.writer.name("x")
            add(f"{indent}{made} = {make}(m, {self.leaf(offset, 'I')})")
            return made
        if kind in ("enum", "flags"):
            known = self.writer.name("k", members.of_numbers(ty))
            return f"{known}[{self.leaf(offset, members.code(ty))}]"
        if kind == "duration":
            from . import durations

            lift = self.writer.name("l", durations.lift)
            return f"{lift}({self.leaf(offset, 'Q')}, {self.leaf(offset + 8, 'I')})"
        return self.scalar(kind, offset, indent)

    def fields(self, parts: tuple[Type, ...], offset: int, indent: str) -> list[str]:
        """The same for fields, one behind the other."""
        offsets = layout.offsets(part.layout for part in parts)
        return [self.value(part, offset + at, indent) for part, at in zip(parts, offsets)]

    def made(self, cls: type[Any], names: tuple[str, ...] | None, parts: list[str]) -> str:
        """The expression for an object of a class; with `names` it is an error."""
        called = self.writer.name("c", cls)
        if names is None:
            return f"{called}({', '.join(parts)})"
        return f"make_error({', '.join([called, self.writer.name('k', names), *parts])})"

    def scalar(self, kind: str, offset: int, indent: str) -> str:
        add = self.lines.append
        primitive = PRIMITIVES[kind]
        if kind == "bool":
            v = self.leaf(offset, "B")
            add(f"{indent}if {v} > 1: raise broken(BOOL, {v})")
            return f"({v} == 1)"
        if primitive.size == 16:
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
            m = "" if self.local else "m."
            add(f"{indent}if {count}:")
            add(f"{indent}    {made} = {address} + {count}")
            add(f"{indent}    if {made} > {m}limit:")
            add(f"{indent}        m.need({address}, {count})")
            if self.local:
                add(f"{indent}        chars, limit = m.chars, m.limit")
            add(f"{indent}    {m}spent += {count}")
            add(f"{indent}    if {m}spent > {MAX_VALUE_BYTES}: raise too_large()")
            # Decoded from UTF-8, strictly: surrogates and overlong forms raise.
            add(f"{indent}    {made} = {m}chars[{address}:{made}].decode()")
            add(f"{indent}else: {made} = EMPTY")
            return made
        lift = self.writer.name("l", self.list(ty))
        lifted = f"{lift}(m, {address}, {count})"
        add(f"{indent}{made} = {f'set({lifted})' if ty.kind == 'set' else lifted}")
        return made

    def list(self, ty: Type) -> Callable[[Memory, int, int], Any]:
        """A function of (memory, address, count) that makes a list, or the dict of a map."""
        writer, item = self.writer, ty.parts[0]
        if ty.kind == "map":
            pair = Type("tuple", ty.parts)
            return writer.at_address(pair, writer.name("l", writer.pairs(pair)))
        if item.kind == "string":
            return texts.lift
        if item.is_scalar and not item.handles:
            known = item.kind in PRIMITIVES
            make = bulk.of_bytes(item.kind) if known else members.of_bytes(item)
            return bulk.lifter(*item.layout, make)
        return writer.at_address(item, writer.name("l", writer.items(item)))

    def array(self, ty: Type, offset: int, indent: str) -> str:
        item = ty.parts[0]
        data = self.leaf(offset, f"{ty.layout.size}s")
        if item.kind == "u8":
            return data
        if item.is_scalar and not item.handles:
            known = item.kind in PRIMITIVES
            make = bulk.of_bytes(item.kind) if known else members.of_bytes(item)
            return f"{self.writer.name('l', make)}({data})"
        made = self.writer.name("x")
        lift = self.writer.name("l", self.writer.items(item))
        self.lines.append(f"{indent}{made} = {lift}(m, {data})")
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

    def variant(self, ty: Type, offset: int, indent: str) -> str:
        """Statements for a variant, an error with cases, or a result as data."""
        classes: tuple[type[Any], ...] = (Ok, Err)
        names: list[tuple[str, ...] | None] = [None, None]
        if ty.definition is not None:
            classes = ty.definition.classes
            error = ty.kind == "error"
            names = [
                tuple(field.name for field in case.fields) if error else None
                for case in ty.definition.cases
            ]
        place = ty.payload_offset
        size = ty.layout.size - place
        makers = [
            self.writer.case(parts, size, cls, called)
            for parts, cls, called in zip(ty.cases, classes, names)
        ]
        index = self.leaf(offset, members.CODES[layout.of_index(len(classes)).size])
        payload = self.leaf(offset + place, f"{size}s") if size else "EMPTY"
        made = self.writer.name("x")
        add = self.lines.append
        add(f"{indent}if {index} >= {len(classes)}: raise broken(DISCRIMINANT, {index})")
        add(f"{indent}{made} = {self.writer.name('l', tuple(makers))}[{index}](m, {payload})")
        return made


def _has_texts_only(ty: Type) -> bool:
    """Whether the pointers in it, if any, are those of strings, and no function lifts a part."""
    if ty.kind in ("list", "set", "map", "array") or (ty.has_cases and ty.kind != "option"):
        return not ty.has_pointers
    return all(map(_has_texts_only, ty.parts))


def _without_code(ty: Type) -> Callable[[Memory, Any], list[Any]] | None:
    """What makes a list of tuples or records of numbers and bools: no Python code for each."""
    if ty.kind not in ("tuple", "record"):
        return None
    offsets = layout.offsets(part.layout for part in ty.parts)
    form, end = "<", 0
    bools = []
    for part, offset in zip(ty.parts, offsets):
        if part.kind not in PRIMITIVES or part.kind in ("char", "unit"):
            return None
        code = PRIMITIVES[part.kind].code
        if code is None:
            return None
        form += f"{offset - end}x{code}"
        end = offset + part.layout.size
        if part.kind == "bool":
            bools.append(offset)
    size = ty.layout.size
    unpack = struct.Struct(f"{form}{size - end}x").iter_unpack
    check = bulk.check("bool")
    cls = ty.named.classes[0] if ty.kind == "record" else None

    def lift(m: Memory, data: Any) -> list[Any]:
        if check is not None:
            for offset in bools:
                check(memoryview(data)[offset::size])
        return list(unpack(data)) if cls is None else list(starmap(cls, unpack(data)))

    return lift
