"""Lists of plain records, tuples and arrays that come as one buffer, such as structured arrays.

What describes the items of a buffer is a small language (PEP 3118): `T{d:x:(3)I:y:4x}` is a struct
of a double called x, three 32-bit integers called y and four bytes of padding.
"""

from __future__ import annotations

import _struct as struct  # `struct` takes a while to import

from . import bulk, convert, layout
from ._abi import MAX_VALUE_BYTES, PRIMITIVES
from .errors import ProtocolError
from .interface import Type, local_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

_TOKEN = r"T\{|\}|\(([0-9, ]+)\)|([0-9]*)([@=<>!^]*)([a-zA-Z?]|Z[fdg])|:([^:]*):"
#: Deepest nesting of structs in a format.
_DEEPEST = 32


class _Form:
    """The items of a buffer: a struct with fields, or a number's code, so many times."""

    __slots__ = ("code", "fields", "shape", "size")

    def __init__(
        self,
        code: str,
        size: int,
        fields: tuple[tuple[str, int, _Form], ...] = (),
        shape: tuple[int, ...] = (),
    ) -> None:
        self.code = code
        self.size = size
        self.fields = fields
        self.shape = shape

    def times(self, shape: tuple[int, ...]) -> _Form:
        """The same so many times."""
        return _Form(self.code, self.size, self.fields, shape)

    @property
    def whole(self) -> int:
        """The size of all of it."""
        size = self.size
        for count in self.shape:
            size *= count
        return size


#: So many kinds of buffers that a parameter takes are kept in mind.
_MOST = 16


def reader(ty: Type, where: str, writable: bool) -> Callable[[memoryview, Any], bulk.Raw]:
    """A function of (view, its owner) that gives the bytes of a buffer of values of this type."""
    accepted: set[tuple[Any, ...]] = set()
    check = checker(ty)

    def read(view: memoryview, owner: Any) -> bulk.Raw:
        kind = view.format, view.itemsize, (view.shape or ())[1:], view.ndim
        if kind not in accepted:
            if not _accepts(ty, *kind):
                raise _wrong_form(ty, view, owner, where)
            if len(accepted) < _MOST:
                accepted.add(kind)
        raw = bulk.raw_view(view, where, writable)
        if len(raw) > MAX_VALUE_BYTES:
            raise convert.too_large(where)
        if check is not None and not _passes(check, memoryview(raw)):
            scalar, place = _wrong_item(ty, memoryview(raw), where)
            raise ValueError(f"{place}: what the buffer holds is no {scalar}")
        return raw

    return read


def _accepts(ty: Type, text: str, itemsize: int, shape: tuple[int, ...], ndim: int) -> bool:
    """Whether items of a buffer are values of the type; further dimensions are arrays."""
    form = _parse(text)
    if form is None or ndim < 1:
        return False
    for count in shape:
        itemsize *= count
    return itemsize == ty.layout.size and _fits(form.times((*shape, *form.shape)), ty)


def checker(ty: Type) -> Callable[[memoryview], object] | None:
    """What refuses bytes of values in which a bool or char is none; none if none can be."""
    if ty.kind == "array":
        return checker(ty.parts[0])
    if not ty.parts:
        return bulk.check(ty.kind)
    offsets = layout.offsets(t.layout for t in ty.parts)
    columns = [(at, part, checker(part)) for at, part in zip(offsets, ty.parts)]
    found = [(at, part, check) for at, part, check in columns if check is not None]
    stride = ty.layout.size

    def check_all(raw: memoryview) -> None:
        for at, part, check in found:
            if part.kind == "bool":
                column = raw[at::stride].tobytes()
            elif part.kind == "char":
                column = raw.cast("I")[at // 4 :: stride // 4].tobytes()
            else:
                end = at + part.layout.size
                rows = range(0, len(raw), stride)
                column = b"".join([raw[row + at : row + end] for row in rows])
            check(memoryview(column))

    return check_all if found else None


def _passes(check: Callable[[memoryview], object], raw: memoryview) -> bool:
    try:
        check(raw)
    except ProtocolError:
        return False
    return True


def _wrong_item(ty: Type, raw: memoryview, where: str) -> tuple[str, str]:
    """Of bytes of items of which one has a bool or char that is none: its kind and its place."""
    check, size = checker(ty), ty.layout.size
    low, high = 0, len(raw) // size
    while check is not None and high - low > 1:
        middle = (low + high) // 2
        if _passes(check, raw[low * size : middle * size]):
            low = middle
        else:
            high = middle
    return _wrong_part(ty, raw[low * size : high * size], convert.within(where, low))


def _wrong_part(ty: Type, raw: memoryview, where: str) -> tuple[str, str]:
    """The same of the bytes of one value."""
    if ty.kind == "array":
        return _wrong_item(ty.parts[0], raw, where)
    for at, (step, part) in zip(layout.offsets(t.layout for t in ty.parts), _fields(ty)):
        check, piece = checker(part), raw[at : at + part.layout.size]
        if check is not None and not _passes(check, piece):
            return _wrong_part(part, piece, convert.within(where, step))
    return ty.kind, where


def _fields(ty: Type) -> list[tuple[int | str, Type]]:
    """The parts of a record or tuple, with the steps that lead to them."""
    if ty.kind == "record":
        return [(f.name, f.type) for f in ty.named.fields]
    return list(enumerate(ty.parts))


def _fits(form: _Form, ty: Type) -> bool:
    """Whether items of this form are laid out as values of the type."""
    if ty.kind == "array":
        item = ty.parts[0]
        if item.kind != "array" and form.size != item.layout.size:
            return False
        inner = form.times(form.shape[1:])
        return form.shape[:1] == (ty.count,) and _fits(inner, item)
    if form.shape:
        return False
    if not ty.parts:
        return bulk.fits(form.code, form.size, ty.kind)
    offsets = layout.offsets(t.layout for t in ty.parts)
    if form.code or len(form.fields) != len(ty.parts) or form.size > ty.layout.size:
        return False
    if ty.kind == "record" and [f[0] for f in form.fields] != [f.name for f in ty.named.fields]:
        return False
    return all(
        at == offset and _fits(inner, part)
        for (_, at, inner), offset, part in zip(form.fields, offsets, ty.parts)
    )


def _parse(text: str) -> _Form | None:
    """The form that a format describes; none if it is not of the kind that is needed."""
    from re import compile  # takes a while, and most buffers are of numbers

    top = _parse_fields(compile(_TOKEN).match, text, 0, "@", 0)
    if top is None or len(top[0].fields) != 1:
        return None
    return top[0].fields[0][2]


def _parse_fields(
    token_at: Any, text: str, at: int, order: str, depth: int
) -> tuple[_Form, int] | None:
    """The fields up to the end of the text or of the struct, and where that is."""
    fields: list[tuple[str, int, _Form]] = []
    end = 0
    shape: tuple[int, ...] = ()
    while at < len(text):
        found = token_at(text, at)
        if found is None or depth > _DEEPEST:
            return None
        at = found.end()
        token, (dims, count, prefix, code, name) = found.group(), found.groups()
        if token == "}":
            return (_Form("", end, tuple(fields)), at) if depth else None
        if dims is not None:
            shape = tuple(int(n) for n in dims.split(","))
            continue
        if name is not None:
            if not fields:
                return None
            fields[-1] = (name, *fields[-1][1:])
            continue
        if token == "T{":
            inner = _parse_fields(token_at, text, at, order, depth + 1)
            if inner is None:
                return None
            form, at = inner
        elif code == "x":
            end += int(count or 1)
            continue
        else:
            order = prefix[-1] if prefix else order
            # What NumPy calls "U1": a text of one character, as its number.
            form = _number(order, "I" if code == "w" and count == "1" else code)
            if form.size == 0:
                return None
            if order == "@":
                end = layout.align_up(end, form.size)
            if count and code != "w":
                shape = (*shape, int(count))
        form = form.times(shape)
        fields.append(("", end, form))
        end += form.whole
        shape = ()
    return None if depth else (_Form("", end, tuple(fields)), at)


def _number(order: str, code: str) -> _Form:
    """A number of this code; of no size if it is none that is known."""
    try:
        size = struct.calcsize(("@" if order == "^" else order) + code)
    except bulk.StructError:
        size = 0
    swapped = order in ">!" and size > 1
    return _Form("" if swapped else code, 0 if swapped else size)


def _wrong_form(ty: Type, view: memoryview, owner: Any, where: str) -> TypeError:
    """What refuses a buffer whose items have another form."""
    shape = f" in the shape {view.shape}" if view.ndim != 1 else ""
    got = f"items of format {view.format!r} and {view.itemsize} bytes{shape}"
    mend = ""
    if hasattr(owner, "astype") and ty.parts and ty.kind != "array":
        # NumPy makes other texts of numbers than those of their characters.
        char = "U1" if "1w:" in view.format else "u4"
        mend = f"; a NumPy array needs one dimension and dtype({_numpy(ty, char)}, align=True)"
    return TypeError(f"{where}: expected a buffer of {_text(ty)}, got {got}{mend}")


def _numpy(ty: Type, char: str) -> Any:
    """The type of the items, as NumPy's `dtype` takes it."""
    if not ty.parts:
        return {"bool": "?", "char": char}.get(
            ty.kind, f"{ty.kind[0].replace('s', 'i')}{PRIMITIVES[ty.kind].size}"
        )
    described = []
    for step, part in _fields(ty):
        shape = []
        while part.kind == "array":
            shape.append(part.count)
            part = part.parts[0]
        name = step if isinstance(step, str) else f"f{step}"
        described.append((name, _numpy(part, char), *([tuple(shape)] if shape else [])))
    return described


def _text(ty: Type) -> str:
    """The type of the items, for a message."""
    if ty.definition is not None:
        fields = ", ".join(f"{f.name}: {_text(f.type)}" for f in ty.definition.fields[:8])
        more = ", …" if len(ty.definition.fields) > 8 else ""
        return f"{local_name(ty.definition.name)} ({fields}{more})"
    return str(ty)
