"""Lists of plain records, tuples and arrays that come as one buffer, such as structured arrays.

What describes the items of a buffer is a small language (PEP 3118): `T{d:x:(3)I:y:4x}` is a struct
of a double called x, three 32-bit integers called y and four bytes of padding.
"""

from __future__ import annotations

import re
import struct
from typing import Any, Callable, NamedTuple

from . import bulk, layout
from ._abi import MAX_VALUE_BYTES
from .errors import ProtocolError
from .interface import Type, local_name

_TOKEN = re.compile(r"T\{|\}|\(([0-9, ]+)\)|([0-9]*)([@=<>!^]*)([a-zA-Z?]|Z[fdg])|:([^:]*):")
#: Deepest nesting of structs in a format.
_DEEPEST = 32


class _Form(NamedTuple):
    """The items of a buffer: a struct with fields, or a number's code, so many times."""

    code: str
    size: int
    fields: tuple[tuple[str, int, _Form], ...] = ()
    shape: tuple[int, ...] = ()

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
                raise TypeError(
                    f"{where}: expected a buffer of {_dtype(ty)}, got items of format"
                    f" {view.format!r} and {view.itemsize} bytes"
                )
            if len(accepted) < _MOST:
                accepted.add(kind)
        raw = bulk.raw_view(view, owner, where, writable)
        if len(raw) > MAX_VALUE_BYTES:
            raise OverflowError(f"{where}: the list is larger than {MAX_VALUE_BYTES} bytes")
        try:
            if check is not None:
                check(memoryview(raw))
        except ProtocolError:
            raise ValueError(f"{where}: a bool or char in the buffer is none") from None
        return raw

    return read


def _accepts(ty: Type, text: str, itemsize: int, shape: tuple[int, ...], ndim: int) -> bool:
    """Whether items of a buffer are values of the type; further dimensions are arrays."""
    form = _parse(text)
    if form is None or ndim < 1:
        return False
    for count in shape:
        itemsize *= count
    return itemsize == ty.layout.size and _fits(form._replace(shape=(*shape, *form.shape)), ty)


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


def _fits(form: _Form, ty: Type) -> bool:
    """Whether items of this form are laid out as values of the type."""
    if ty.kind == "array":
        item = ty.parts[0]
        if item.kind != "array" and form.size != item.layout.size:
            return False
        inner = form._replace(shape=form.shape[1:])
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
    top = _parse_fields(text, 0, "@", 0)
    if top is None or len(top[0].fields) != 1:
        return None
    return top[0].fields[0][2]


def _parse_fields(text: str, at: int, order: str, depth: int) -> tuple[_Form, int] | None:
    """The fields up to the end of the text or of the struct, and where that is."""
    fields: list[tuple[str, int, _Form]] = []
    end = 0
    shape: tuple[int, ...] = ()
    while at < len(text):
        found = _TOKEN.match(text, at)
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
            inner = _parse_fields(text, at, order, depth + 1)
            if inner is None:
                return None
            form, at = inner
        elif code == "x":
            end += int(count or 1)
            continue
        else:
            order = prefix[-1] if prefix else order
            form = _number(order, code)
            if form.size == 0:
                return None
            if order == "@":
                end = layout.align_up(end, form.size)
            if count:
                shape = (*shape, int(count))
        form = form._replace(shape=shape)
        fields.append(("", end, form))
        end += form.whole
        shape = ()
    return None if depth else (_Form("", end, tuple(fields)), at)


def _number(order: str, code: str) -> _Form:
    """A number of this code; of no size if it is none that is known."""
    try:
        size = struct.calcsize(("@" if order == "^" else order) + code)
    except struct.error:
        size = 0
    swapped = order in ">!" and size > 1
    return _Form("" if swapped else code, 0 if swapped else size)


def _dtype(ty: Type) -> str:
    """The type of the items, for a message."""
    if ty.definition is not None:
        fields = ", ".join(f"{f.name}: {_dtype(f.type)}" for f in ty.definition.fields[:8])
        more = ", …" if len(ty.definition.fields) > 8 else ""
        return f"{local_name(ty.definition.name)} ({fields}{more})"
    return str(ty)
