"""Makes, for a type that comes back through memory, the function that reads and checks it."""

from __future__ import annotations

from . import convert, engine, handles, layout, members, piece, rows
from ._abi import PRIMITIVES
from .errors import broken, told
from .interface import HANDLES, Type
from .memory import Memory
from .outcome import Some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable


def lifter(ty: Type, raises: bool = False) -> Callable[[Memory, int], Any]:
    """A function of (memory, address) that makes the value.

    With `raises` it takes the value out of a result, or raises the error.
    """
    return _Writer(_NAMES).root(ty, raises)


def argument(ty: Type) -> Callable[[Memory, int, int], Any]:
    """A function of (memory, address, count) that makes a value that is passed so."""
    return _text if ty.kind == "string" else rows.at_address(ty)


def _text(m: Memory, at: int, length: int) -> str:
    if length == 0:
        return ""
    end = at + length
    if end > m.limit:
        m.need(at, length)
    found: str = m.chars[at:end].decode()
    return found


def _error(m: Any, message: str, causes: list[str], token: int, value: Any) -> BaseException:
    return told(value, message, tuple(causes), m.origin(token))


def _empty_case(cls: type[Any]) -> Callable[[Memory, bytes], Any]:
    """What makes the value of a case without fields."""
    return lambda m, data: cls()


_NAMES: dict[str, Any] = {
    "broken": broken,
    "too_large": convert.too_large_result,
    "error": _error,
    "make_error": rows.make_error,
    "Some": Some,
    "memoryview": memoryview,
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
            unpack = self.name("u", engine.unpack_from(body.struct(ty.layout.size)))
            lines.append(f"{indent}{body.leaves()}= {unpack}(m.view, at + {offset})")
        return [*lines, *body.lines, f"{indent}{end}"]

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
            add(f"{indent}if {count}:")
            add(f"{indent}    {made} = {address} + {count}")
            add(f"{indent}    if {made} > m.limit: m.need({address}, {count})")
            add(f"{indent}    m.spent += {count}")
            add(f"{indent}    if m.spent > m.most: raise too_large()")
            # Decoded from UTF-8, strictly: surrogates and overlong forms raise.
            add(f"{indent}    {made} = m.chars[{address}:{made}].decode()")
            add(f"{indent}else: {made} = EMPTY")
            return made
        lift = self.writer.name("l", rows.at_address(ty))
        add(f"{indent}{made} = {lift}(m, {address}, {count})")
        return made

    def array(self, ty: Type, offset: int, indent: str) -> str:
        item = ty.parts[0]
        data = self.leaf(offset, f"{ty.layout.size}s")
        if item.kind == "u8":
            return data
        lift = self.writer.name("l", rows.reader(item, 0, item.layout.size))
        return f"{lift}(m, memoryview({data}), {ty.count})"

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
        classes = rows.classes_of(ty)
        place = ty.payload_offset
        size = ty.layout.size - place
        makers = [
            self.writer.case(parts, size, cls, called)
            for parts, cls, called in zip(ty.cases, classes, rows.names_of(ty))
        ]
        index = self.leaf(offset, members.CODES[layout.of_index(len(classes)).size])
        payload = self.leaf(offset + place, f"{size}s") if size else "EMPTY"
        made = self.writer.name("x")
        add = self.lines.append
        add(f"{indent}if {index} >= {len(classes)}: raise broken(DISCRIMINANT, {index})")
        add(f"{indent}{made} = {self.writer.name('l', tuple(makers))}[{index}](m, {payload})")
        return made
