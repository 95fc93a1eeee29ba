"""Makes, for a type that passes through memory, the function that lays a value out for the guest.

The result is an image: the bytes of the value, with the strings and lists that it points to behind
it. Its addresses hold for the place that the caller expects; `move` corrects them for another one.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Callable

from . import bulk, convert, layout, piece, source, texts, trace
from ._abi import MAX_VALUE_BYTES, PRIMITIVES
from .interface import Type
from .some import Some

#: The image and the positions of the addresses in it.
Image = tuple[bytearray, list[int]]


def lowerer(ty: Type, where: str) -> Callable[[Any, int], Image]:
    """A function of (value, address where the image is to stand) that makes the image."""
    return _Writer(_NAMES).root(ty, where)


def move(image: bytearray, fixes: list[int], distance: int) -> None:
    """Corrects the addresses of an image for a place that is `distance` further on."""
    end = len(image) & -4
    with memoryview(image)[:end].cast("I") as words:
        for at in fixes:
            words[at >> 2] += distance


def _want_some(value: object, where: str) -> Any:
    if not isinstance(value, Some):
        raise convert.wrong_type(where, "Some or None", value)
    return value.value


_NAMES: dict[str, Any] = {
    "out_of_range": convert.out_of_range,
    "to_index": convert.to_index,
    "to_float": convert.to_float,
    "to_f32": convert.to_f32,
    "to_bool": convert.to_bool,
    "to_char": convert.to_char,
    "to_utf8": convert.to_utf8,
    "to_none": convert.to_none,
    "to_tuple": convert.to_tuple,
    "to_sequence": convert.to_sequence,
    "to_bytes": bulk.to_bytes,
    "want_some": _want_some,
    "placed": trace.placed,
    "too_large": texts.too_large,
}


class _Writer(piece.Writer):
    """Writes the source of the functions."""

    def root(self, ty: Type, where: str) -> Callable[[Any, int], Image]:
        body = _Body(self, "0")
        body.value(ty, "x", 0, "    ", where)
        lines = [
            "def lower(x, base):",
            f"    out = bytearray({ty.layout.size})",
            "    fixes = []",
            *body.lines,
            f"    {self.packer(body, ty)}(out, 0, {body.leaves()})",
            "    return out, fixes",
        ]
        return source.function(lines, self.namespace)

    def packer(self, body: _Body, ty: Type) -> str:
        return self.name("p", body.struct(ty.layout.size).pack_into)

    def items(self, ty: Type, where: str) -> str:
        """The name of a function that lays out the items of a list of this type."""
        if ty.kind == "string":
            return self.name("l", partial(texts.lower, where=where))
        size = ty.layout.size
        body = _Body(self, "at")
        body.value(ty, "x", 0, "            ", where)
        # Which item is wrong is told by how far the loop has come.
        lines = [
            "def lower_items(items, at, out, fixes, base):",
            "    first = at",
            "    try:",
            "        for x in items:",
            *body.lines,
            f"            {self.packer(body, ty)}(out, at, {body.leaves()})",
            f"            at += {size}",
            "    except BaseException as e:",
            f"        raise placed(e, {self.name('w', where)}, (at - first) // {size})",
        ]
        return self.name("l", source.function(lines, self.namespace))


class _Body(piece.Piece):
    """The statements that compute the leaves of a piece, which one `pack_into` then writes."""

    writer: _Writer

    def __init__(self, writer: _Writer, start: str) -> None:
        super().__init__(writer)
        #: Expression for where the piece stands in the image.
        self.start = start

    def value(self, ty: Type, x: str, offset: int, indent: str, where: str) -> None:
        """Statements that lay out `x` at `offset`; errors call it `where`."""
        add = self.lines.append
        kind = ty.kind
        if kind == "unit":
            add(f"{indent}to_none({x}, {self.text(where)})")
        elif kind == "string":
            data = self.writer.name("d")
            add(f"{indent}{data} = to_utf8({x}, {self.text(where)})")
            self.pointer(data, f"len({data})", offset, 1, indent, where)
        elif kind == "list":
            self.list(ty, x, offset, indent, where)
        elif kind == "option":
            self.option(ty, x, offset, indent, where)
        elif kind == "tuple":
            names = [self.writer.name("x") for _ in ty.parts]
            wanted = f"{len(names)}, {self.text(where)}"
            add(f"{indent}{', '.join(names)}, = to_tuple({x}, {wanted})")
            fields = zip(ty.parts, names, layout.offsets(t.layout for t in ty.parts))
            for i, (part, name, at) in enumerate(fields):
                self.value(part, name, offset + at, indent, convert.within(where, i))
        else:
            self.scalar(kind, x, offset, indent, where)

    def text(self, where: str) -> str:
        """The name of a place for errors."""
        return self.writer.name("w", where)

    def scalar(self, kind: str, x: str, offset: int, indent: str, path: str) -> None:
        primitive = PRIMITIVES[kind]
        wide = primitive.size == 16
        v = self.writer.name("x") if wide else self.leaf(offset, primitive.code or "")
        where = self.text(path)
        add = self.lines.append
        if primitive.low is not None:
            name = self.writer.name("k", kind)
            add(f"{indent}{v} = {x} if type({x}) is int else to_index({x}, {where})")
            add(f"{indent}if not {primitive.low} <= {v} <= {primitive.high}:")
            add(f"{indent}    raise out_of_range({where}, {name}, {v})")
            if wide:
                low, high = self.leaf(offset, "Q"), self.leaf(offset + 8, "Q")
                add(f"{indent}{low} = {v} & {(1 << 64) - 1}")
                add(f"{indent}{high} = {v} >> 64 & {(1 << 64) - 1}")
        elif kind == "f64":
            add(f"{indent}{v} = {x} if type({x}) is float else to_float({x}, {where})")
        else:
            add(f"{indent}{v} = to_{kind}({x}, {where})")

    def pointer(
        self, data: str, count: str, offset: int, align: int, indent: str, where: str
    ) -> None:
        """Appends `data` to the image and makes the leaves (address, count)."""
        address, length = self.leaf(offset, "I"), self.leaf(offset + 4, "I")
        add = self.lines.append
        add(f"{indent}{length} = {count}")
        add(f"{indent}if {length}:")
        if align > 1:
            add(f"{indent}    out += bytes(-len(out) % {align})")
        add(f"{indent}    {address} = base + len(out)")
        add(f"{indent}    out += {data}")
        add(f"{indent}    fixes.append({self.start} + {offset})")
        limit = f"len(out) > {MAX_VALUE_BYTES}"
        add(f"{indent}    if {limit}: raise too_large({self.text(where)})")
        add(f"{indent}else:")
        add(f"{indent}    {address} = 0")

    def list(self, ty: Type, x: str, offset: int, indent: str, path: str) -> None:
        item = ty.parts[0]
        size, align = item.layout
        data = self.writer.name("d")
        where = self.text(path)
        add = self.lines.append
        if ty.is_bulk:
            kind = self.writer.name("k", item.kind)
            add(f"{indent}{data} = to_bytes({x}, {kind}, {where})")
            self.pointer(data, f"len({data}) // {size}", offset, align, indent, path)
            return
        items = self.writer.name("x")
        at = self.writer.name("q")
        wanted = self.writer.name(
            "k", PRIMITIVES[item.kind].python if not item.parts else item.kind
        )
        lower = self.writer.items(item, path)
        add(f"{indent}{items} = to_sequence({x}, {wanted}, {where})")
        add(f"{indent}if len({items}) * {size} > {MAX_VALUE_BYTES}: raise too_large({where})")
        add(f"{indent}{at} = len(out) + -len(out) % {align}")
        zeros, count = f"bytes(len({items}) * {size})", f"len({items})"
        self.pointer(zeros, count, offset, align, indent, path)
        add(f"{indent}{lower}({items}, {at}, out, fixes, base)")

    def option(self, ty: Type, x: str, offset: int, indent: str, where: str) -> None:
        inner = ty.parts[0]
        flag = self.leaf(offset, "B")
        first = len(self.found)
        head = len(self.lines)
        within = indent + "    "
        name = x
        if inner.is_nullable:
            name = self.writer.name("x")
            self.lines.append(f"{within}{name} = want_some({x}, {self.text(where)})")
        self.value(inner, name, offset + ty.payload_offset, within, where)
        leaves = [variable for _, _, variable in self.found[first:]]
        self.lines[head:head] = [f"{indent}if {x} is None:"]
        self.lines[head + 1 : head + 1] = [
            f"{within}{' = '.join([flag, *leaves])} = 0",
            f"{indent}else:",
            f"{within}{flag} = 1",
        ]
