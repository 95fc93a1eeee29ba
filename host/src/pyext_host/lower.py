"""Makes, for a type that passes through memory, the function that lays a value out for the guest.

The result is an image: the bytes of the value, with the strings and lists that it points to behind
it. Its addresses hold for the place that the caller expects; `move` corrects them for another one.
"""

from __future__ import annotations

from . import blocks, convert, engine, handles, layout, members, piece, trace
from ._abi import MAX_VALUE_BYTES, PRIMITIVES
from .interface import HANDLES, Type, local_name
from .outcome import Err, Ok, Some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

#: The image and the positions of the addresses in it.
Image = tuple[bytearray, list[int]]

_LIMB = (1 << 64) - 1
#: Below so many items, going one by one is as fast as column by column.
_FEWEST = 8


def lowerer(ty: Type, where: str) -> Callable[[Any, int], Image]:
    """A function of (value, address where the image is to stand) that makes the image."""
    return _Writer(_NAMES).root(ty, where)


def returner(result: Type, whole: Type, where: str) -> Callable[[Any, Any, Any], int]:
    """A function of (value, foreign, memory) that places what an import returns; its address.

    It is in `whole`, which is itself, or a result that it is the value of: without an `Ok` around.
    """
    offset = 0 if whole is result else whole.payload_offset
    writer = _Writer(_NAMES)
    if result.kind in PRIMITIVES and result.kind != "string":
        return writer.number(result, where, offset, whole.layout.size)
    image = writer.root(result, where, offset, whole.layout.size)
    return lambda value, foreign, m: foreign.place(image(value, m.top))


def items_of(item: Type, where: str) -> Callable[..., None]:
    """What lays out the items of a list, see `_Writer.items`."""
    return _Writer(_NAMES).items(item, where)


def move(image: bytearray, fixes: list[int], distance: int) -> None:
    """Corrects the addresses of an image for a place that is `distance` further on."""
    if not fixes:
        return
    end = len(image) & -4
    with memoryview(image)[:end].cast("I") as words:
        for at in fixes:
            words[at >> 2] += distance


def _want_some(value: object, where: str) -> Any:
    if not isinstance(value, Some):
        raise convert.wrong_type(where, "Some or None", value)
    return value.value


def _no_payload(x: Any, place: int, out: bytearray, fixes: list[int], base: int) -> bytes:
    """Lays out a case without fields."""
    return b""


_NAMES: dict[str, Any] = {
    "out_of_range": convert.out_of_range,
    "refused": members.refused,
    "to_index": convert.to_index,
    "to_float": convert.to_float,
    "to_f32": convert.to_f32,
    "to_bool": convert.to_bool,
    "to_char": convert.to_char,
    "to_utf8": convert.to_utf8,
    "to_none": convert.to_none,
    "to_tuple": convert.to_tuple,
    "to_sequence": convert.to_sequence,
    "to_set": convert.to_set,
    "to_dict": convert.to_dict,
    "to_array": convert.to_array,
    "to_fields": convert.to_fields,
    "to_case": convert.to_case,
    "wrong_count": convert.wrong_count,
    "Fixes": handles.Fixes,
    "step": convert.step,
    "want_some": _want_some,
    "placed": trace.placed,
    "too_large": convert.too_large,
    "EMPTY": b"",
}


class _Writer(piece.Writer):
    """Writes the source of the functions."""

    def root(
        self, ty: Type, where: str, offset: int = 0, size: int | None = None
    ) -> Callable[[Any, int], Image]:
        """A function that lays out one value; it can stand at an offset in a larger image."""
        size = ty.layout.size if size is None else size
        body = _Body(self, "0")
        body.value(ty, "x", offset, "    ", where)
        return self.function(
            [
                "def lower(x, base):",
                f"    out = bytearray({size})",
                f"    fixes = {'Fixes()' if ty.handles else '[]'}",
                *body.lines,
                f"    {self.packer(body, size)}(out, 0, {body.leaves()})",
                "    return out, fixes",
            ]
        )

    def number(
        self, ty: Type, where: str, offset: int, size: int
    ) -> Callable[[Any, Any, Any], int]:
        """The function for a number, which needs no image."""
        body = _Body(self, "0")
        body.value(ty, "x", offset, "    ", where)
        pack = engine.pack_into(body.struct(size))
        return self.function(
            [
                "def lower(x, foreign, m):",
                *body.lines,
                # Behind the conversion, which can run code that has results placed.
                f"    at = foreign.room({size})",
                f"    {self.name('p', pack)}(m.view, at, {body.leaves()})",
                "    return at",
            ]
        )

    def packer(self, body: _Body, size: int) -> str:
        return self.name("p", body.struct(size).pack_into)

    def items(self, ty: Type, where: str) -> Callable[..., None]:
        """A function that lays out items of this type.

        It takes the items, the block and where they stand in it, that place in the image, and the
        image with its fixes and base.
        """
        body = _Body(self, "place")
        body.value(ty, "x", 0, "            ", where)
        # Which item is wrong is told by how far the loop has come.
        size = ty.layout.size
        step = f"'[' + str((at - first) // {size}) + ']'"
        quick = None
        if not ty.handles:  # each of them stands for itself
            from . import columns  # only where there are such lists: it takes time

            quick = columns.columns(ty)
        return self.loop(ty, where, quick, "for x in items", body, step)

    def pairs(self, ty: Type, where: str) -> Callable[..., None]:
        """The same for the keys and values of a dict."""
        body = _Body(self, "place")
        key, value = ty.parts
        offsets = layout.offsets(part.layout for part in ty.parts)
        body.value(key, "x", offsets[0], "            ", f"{where}, key")
        body.value(value, "y", offsets[1], "            ", where)
        quick = None
        if not ty.handles:
            from . import columns

            quick = columns.of_dict(ty)
        return self.loop(ty, where, quick, "for x, y in items.items()", body, "step(x)")

    def loop(
        self,
        ty: Type,
        where: str,
        by_columns: Callable[..., bool] | None,
        head: str,
        body: _Body,
        step: str,
    ) -> Callable[..., None]:
        size = ty.layout.size
        lines = []
        if by_columns is not None:
            quick = self.name("l", by_columns)
            taken = f"{quick}(items, block, at, place, out, fixes, base)"
            lines.append(f"    if len(items) >= {_FEWEST} and {taken}: return")
        return self.function(
            [
                "def lower_items(items, block, at, place, out, fixes, base):",
                *lines,
                "    first = at",
                "    try:",
                f"        {head}:",
                *body.lines,
                f"            {self.packer(body, size)}(block, at, {body.leaves()})",
                f"            at += {size}",
                f"            place += {size}",
                "    except BaseException as e:",
                f"        raise placed(e, {self.name('w', where)}, {step})",
            ]
        )

    def case(self, parts: tuple[Type, ...], names: list[str], where: str) -> Callable[..., bytes]:
        """A function that lays out the fields of one case, and gives their bytes."""
        if not parts:
            return _no_payload
        body = _Body(self, "place")
        fields = body.attributes(names, "x", "    ")
        body.fields(parts, fields, names, 0, "    ", where)
        pack = self.name("p", body.struct(layout.of_fields(t.layout for t in parts).size).pack)
        return self.function(
            [
                "def lower_case(x, place, out, fixes, base):",
                *body.lines,
                f"    return {pack}({body.leaves()})",
            ]
        )


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
        elif kind in ("list", "set", "map"):
            self.list(ty, x, offset, indent, where)
        elif kind == "array":
            self.array(ty, x, offset, indent, where)
        elif kind == "option":
            self.option(ty, x, offset, indent, where)
        elif kind in ("result", "variant"):
            self.variant(ty, x, offset, indent, where)
        elif kind == "record":
            self.record(ty, x, offset, indent, where)
        elif kind == "tuple":
            values = [self.writer.name("x") for _ in ty.parts]
            wanted = f"{len(values)}, {self.text(where)}"
            add(f"{indent}{', '.join(values)}, = to_tuple({x}, {wanted})")
            self.fields(ty.parts, values, range(len(values)), offset, indent, where)
        elif kind in ("enum", "flags"):
            self.member(ty, x, offset, indent, where)
        elif kind == "duration":
            self.duration(x, offset, indent, where)
        elif kind in HANDLES:
            take = self.writer.name("l", handles.taker(ty, where))
            number = self.leaf(offset, "I")
            add(f"{indent}{number} = {take}({x}, fixes, {self.start} + {offset})")
        else:
            self.scalar(kind, x, offset, indent, where)

    def text(self, where: str) -> str:
        """The name of a place for errors."""
        return self.writer.name("w", where)

    def attributes(self, names: list[str], x: str, indent: str) -> list[str]:
        """Statements that read attributes of `x`; the variables that then hold them."""
        values = [self.writer.name("x") for _ in names]
        for value, name in zip(values, names):
            self.lines.append(f"{indent}{value} = {x}.{self.writer.attribute(name)}")
        return values

    def fields(
        self,
        parts: tuple[Type, ...],
        values: list[str],
        names: Any,
        offset: int,
        indent: str,
        where: str,
    ) -> None:
        """Statements that lay out fields; errors know them by name or number."""
        offsets = layout.offsets(part.layout for part in parts)
        for part, value, name, at in zip(parts, values, names, offsets):
            self.value(part, value, offset + at, indent, convert.within(where, name))

    def record(self, ty: Type, x: str, offset: int, indent: str, where: str) -> None:
        names = [field.name for field in ty.named.fields]
        cls = self.writer.name("c", ty.named.classes[0])
        add = self.lines.append
        add(f"{indent}if type({x}) is {cls}:")
        values = self.attributes(names, x, indent + "    ")
        wanted = f"{cls}, {self.writer.name('k', tuple(names))}, {self.text(where)}"
        add(f"{indent}else: {', '.join(values)}, = to_fields({x}, {wanted})")
        self.fields(ty.parts, values, names, offset, indent, where)

    def variant(self, ty: Type, x: str, offset: int, indent: str, where: str) -> None:
        """Statements for a variant, or for a result, whose cases are `Ok` and `Err`."""
        classes: tuple[type, ...] = (Ok, Err)
        fields = [["value"], ["error"]]
        wanted = "Ok or Err"
        if ty.definition is not None:
            classes, wanted = ty.definition.classes, local_name(ty.definition.name)
            fields = [[field.name for field in case.fields] for case in ty.definition.cases]
        index = layout.of_index(len(classes)).size
        lowers = tuple(
            self.writer.case(parts, names, where) for parts, names in zip(ty.cases, fields)
        )
        number = self.leaf(offset, members.CODES[index])
        place = ty.payload_offset
        size = ty.layout.size - place
        add = self.lines.append
        known = self.writer.name("k", {cls: i for i, cls in enumerate(classes)}.get)
        about = f"{self.writer.name('c', classes)}, {self.writer.name('k', wanted)}"
        add(f"{indent}{number} = {known}(type({x}))")
        add(f"{indent}if {number} is None:")
        add(f"{indent}    {number} = to_case({x}, {about}, {self.text(where)})")
        if size:
            payload = self.leaf(offset + place, f"{size}s")
            lower = f"{self.writer.name('l', lowers)}[{number}]"
            at = f"{self.start} + {offset + place}"
            add(f"{indent}{payload} = {lower}({x}, {at}, out, fixes, base)")

    def member(self, ty: Type, x: str, offset: int, indent: str, where: str) -> None:
        add = self.lines.append
        number = self.leaf(offset, members.code(ty))
        refuse = f"raise refused({x}, {self.writer.name('k', ty)}, {self.text(where)})"
        if ty.kind == "enum":
            known = self.writer.name("k", members.numbers(ty).get)
            add(f"{indent}{number} = {known}(id({x}))")
            add(f"{indent}if {number} is None: {refuse}")
            return
        cls = self.writer.name("c", ty.named.classes[0])
        add(f"{indent}if type({x}) is not {cls}: {refuse}")
        add(f"{indent}{number} = {x}._value_")

    def duration(self, x: str, offset: int, indent: str, where: str) -> None:
        from . import durations

        lower = self.writer.name("l", durations.lower)
        seconds, nanoseconds = self.leaf(offset, "Q"), self.leaf(offset + 8, "I")
        self.lines.append(f"{indent}{seconds}, {nanoseconds} = {lower}({x}, {self.text(where)})")

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
                add(f"{indent}{low} = {v} & {_LIMB}")
                add(f"{indent}{high} = {v} >> 64 & {_LIMB}")
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
        """Statements for a list, set or map."""
        item = ty.parts[0] if ty.kind != "map" else Type("tuple", ty.parts)
        size, align = item.layout
        where = self.text(path)
        add = self.lines.append
        items = self.writer.name("x")
        if ty.kind == "list":
            items = x
        else:
            make = "to_set" if ty.kind == "set" else "to_dict"
            add(f"{indent}{items} = {make}({x}, {where})")
        if ty.kind != "map" and item.is_bits:
            data = self.writer.name("d")
            block = self.writer.name("l", blocks.converter(item, path, items_of))
            add(f"{indent}{data} = {block}({items})")
            self.pointer(data, f"len({data}) // {size}", offset, align, indent, path)
            return
        if ty.kind == "list":
            items = self.writer.name("x")
            wanted = self.writer.name("k", blocks.wanted(item))
            add(f"{indent}{items} = to_sequence({x}, {wanted}, {where})")
        lower = self.writer.pairs(item, path) if ty.kind == "map" else self.writer.items(item, path)
        at = self.writer.name("q")
        add(f"{indent}if len({items}) * {size} > {MAX_VALUE_BYTES}: raise too_large({where})")
        add(f"{indent}{at} = len(out) + -len(out) % {align}")
        zeros, count = f"bytes(len({items}) * {size})", f"len({items})"
        self.pointer(zeros, count, offset, align, indent, path)
        call = self.writer.name("l", lower)
        add(f"{indent}{call}({items}, out, {at}, {at}, out, fixes, base)")

    def array(self, ty: Type, x: str, offset: int, indent: str, path: str) -> None:
        item, count = ty.parts[0], ty.count
        size = item.layout.size
        where = self.text(path)
        data = self.leaf(offset, f"{count * size}s")
        add = self.lines.append
        if item.is_bits:
            block = self.writer.name("l", blocks.converter(item, path, items_of))
            add(f"{indent}{data} = to_array({block}({x}), {count}, {size}, {where})")
            return
        items = self.writer.name("x")
        wanted = self.writer.name("k", blocks.wanted(item))
        lower = self.writer.name("l", self.writer.items(item, path))
        add(f"{indent}{items} = to_sequence({x}, {wanted}, {where})")
        add(f"{indent}if len({items}) != {count}:")
        add(f"{indent}    raise wrong_count({where}, {count}, len({items}))")
        add(f"{indent}{data} = bytearray({count * size})")
        place = f"{self.start} + {offset}"
        add(f"{indent}{lower}({items}, {data}, 0, {place}, out, fixes, base)")

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
        leaves = self.found[first:]
        numbers = [variable for _, code, variable in leaves if code[-1] != "s"]
        blocks = [variable for _, code, variable in leaves if code[-1] == "s"]
        self.lines[head:head] = [
            f"{indent}if {x} is None:",
            f"{within}{' = '.join([flag, *numbers])} = 0",
            *([f"{within}{' = '.join(blocks)} = EMPTY"] if blocks else []),
            f"{indent}else:",
            f"{within}{flag} = 1",
        ]
