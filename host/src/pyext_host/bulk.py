"""Lists of scalars: whole buffers in, whole lists out, no Python code for each item."""

from __future__ import annotations

import _struct as struct  # `struct` takes a while to import
import sys
from itertools import chain

from . import convert
from ._abi import MAX_VALUE_BYTES, PRIMITIVES
from .ctype import Array
from .errors import ProtocolError
from .memory import Resident

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Callable, Union

    #: What is copied into the guest: the bytes of the items.
    Raw = Union[bytes, bytearray, memoryview]

#: What `struct` raises; type checkers do not know it of the module in C.
StructError: type[Exception] = struct.error  # type: ignore[attr-defined]
_ARRAY = type(Array)
_SIGNED, _UNSIGNED, _FLOAT = "bhilqn", "BHILQNc", "efdg"
#: The codes of what can become a number of another kind.
_NUMBERS = "?bhilqnBHILQNefd"
# In native order "n" and "N" convert large integers twice as fast as "q" and "Q" do.
_NATIVE = sys.byteorder == "little" and struct.calcsize("n") == 8
_ORDER, _S64, _U64 = ("@", "n", "N") if _NATIVE else ("<", "q", "Q")
_INTEGERS = {
    "s8": "b",
    "s16": "h",
    "s32": "i",
    "s64": _S64,
    "u8": "B",
    "u16": "H",
    "u32": "I",
    "u64": _U64,
}
#: Formats for `struct`. Native order would let an "f" that is too large become infinite.
_PACKED = {
    **{kind: f"{_ORDER}{{}}{code}" for kind, code in _INTEGERS.items()},
    "f32": "<{}f",
    "f64": _ORDER + "{}d",
}
#: The kinds of numbers that are one number to `struct`.
NUMBERS = frozenset(_PACKED)
_NORMAL_BOOL = bytes([0]) + bytes([1]) * 255


#: What packs so many numbers, for formats that were met. `functools` takes a while to import.
_packers: dict[tuple[str, int], Callable[..., bytes]] = {}
_MOST = 256


def _packer(form: str, count: int) -> Callable[..., bytes]:
    found = _packers.get((form, count))
    if found is None:
        if len(_packers) >= _MOST:
            _packers.clear()
        # A method of a Struct takes a list as it is; `struct.pack` would copy it once more.
        found = _packers[form, count] = struct.Struct(form.format(count)).pack
    return found


def converter(kind: str, where: str, in_place: bool) -> Callable[[Any], Raw]:
    """`to_bytes` for one parameter, the usual case first: a list of numbers in range."""
    form = _PACKED.get(kind)
    most = MAX_VALUE_BYTES // PRIMITIVES[kind].size

    def general(value: Any) -> Raw:
        return to_bytes(value, kind, where, in_place)

    if form is None:
        return general

    def items_first(value: Any) -> Raw:
        if (type(value) is list or type(value) is tuple) and len(value) <= most:
            try:
                return packer(form, len(value))(*value)
            except (OverflowError, TypeError, StructError):
                pass
        return to_bytes(value, kind, where, in_place)

    packer = _packer
    return items_first


def to_bytes(value: Any, kind: str, where: str, in_place: bool) -> Raw:
    """The bytes of a list of scalars, from a buffer or from an iterable of items.

    With `in_place` an array in the memory of a guest stands for itself.
    """
    if kind == "u8" and type(value) is bytes:
        return value
    raw: Raw
    if type(value) in (list, tuple):
        raw = _from_items(value, kind, where)
    elif type(type(value)) is _ARRAY and (own := _own_array(value, kind, in_place)) is not None:
        return own
    elif isinstance(value, str):
        if kind != "char":
            raise convert.wrong_type(where, _wanted(kind), value)
        raw = convert.encode(value, "utf-32-le", where)
    else:
        view = view_of(value, where)
        if view is None:
            items = convert.to_sequence(value, PRIMITIVES[kind].python, where)
            raw = _from_items(items, kind, where)
        else:
            raw = _from_buffer(view, value, kind, where, writable=False)
    if len(raw) > MAX_VALUE_BYTES:
        raise convert.too_large(where)
    return raw


def to_writable(value: Any, kind: str, where: str) -> memoryview:
    """A view of the bytes of a buffer that the guest changes."""
    if type(type(value)) is _ARRAY and (own := _own_array(value, kind)) is not None:
        return own
    view = view_of(value, where)
    if view is None:
        raise convert.wrong_type(where, f"a writable buffer of {kind}", value)
    raw = _from_buffer(view, value, kind, where, writable=True)
    if len(raw) > MAX_VALUE_BYTES:
        raise convert.too_large(where)
    return raw  # type: ignore[return-value]


def numbers(value: Any, kind: str, where: str) -> Raw:
    """The bytes of a buffer of numbers, converted if they are of another kind."""
    if type(type(value)) is _ARRAY and (own := _own_array(value, kind)) is not None:
        return own
    view = view_of(value, where)
    if view is None:
        raise convert.wrong_type(where, f"number or buffer of {_dtype(kind)}", value)
    form = view.format
    others = view.ndim == 1 and form[-1:] in _NUMBERS and form[:-1] in ("", *"@=<>!")
    if not others or _fits_in_any_order(view, kind):
        return _from_buffer(view, value, kind, where, writable=False)
    items = struct.unpack(f"{form[:-1]}{len(view)}{form[-1]}", view.tobytes())
    return _from_items(items, kind, where)


def _own_array(value: Any, kind: str, in_place: bool = True) -> memoryview | None:
    """A ctypes array of `arrays` as one long list, if its items are of this kind."""
    if getattr(value, "__pyext_kind__", None) != kind:
        return None
    # For type checkers what is in a guest is what it stands for: a view.
    found: memoryview
    if in_place and "__pyext_where__" in vars(value):
        found = value.__pyext_place__()
    else:
        found = memoryview(raw_view(memoryview(value), "", writable=True))
    return found


def write_back(
    buffer: memoryview, changed: memoryview, check: Callable[[memoryview], object] | None
) -> None:
    """Copies what the guest made of a writable list to the caller's buffer."""
    if check is not None:
        check(changed)
    buffer[:] = changed


def forget(*raws: object) -> None:
    """Lets go of the caller's buffers, which an exception's traceback would hold on to."""
    for raw in raws:
        found = raw.owner if type(raw) is Resident else raw
        if type(found) is memoryview:
            found.release()


def view_of(value: Any, where: str) -> memoryview | None:
    """A view of the value's buffer; None if it has none."""
    try:
        return memoryview(value)
    except TypeError:
        return None
    except (BufferError, ValueError) as e:  # of an exporter, or of a view that was released
        kind = BufferError if isinstance(e, BufferError) else ValueError
        raise kind(f"{where}: {e}") from None


def _wanted(kind: str) -> str:
    return f"sequence of {PRIMITIVES[kind].python} or buffer of {kind}"


def _from_items(items: Any, kind: str, where: str) -> Raw:
    """The bytes of a list or tuple of items."""
    try:
        if kind == "bool":
            return _bools(items, where)
        if kind == "char":
            return _chars(items)
        return _packer(_PACKED[kind], len(items))(*items)
    except (OverflowError, TypeError, ValueError, StructError):
        return _item_by_item(items, kind, where)


def raw_of(kind: str) -> Callable[[Any], bytes]:
    """A function that makes the bytes of items; what it raises does not tell which is wrong."""
    if kind == "bool":
        return lambda items: _bools(items, "")
    if kind == "char":
        return _chars
    form, packer = _PACKED[kind], _packer
    return lambda items: packer(form, len(items))(*items)


def _bools(items: Any, where: str) -> bytes:
    return bytes([x if x is True or x is False else convert.to_bool(x, where) for x in items])


def _chars(items: Any) -> bytes:
    text = "".join(items)
    if not {*map(len, items)} <= {1}:
        raise ValueError
    return text.encode("utf-32-le")


def _item_by_item(items: Any, kind: str, where: str) -> bytes:
    """The same, slowly; names the item that is wrong."""
    values: list[Any] = []
    for i, item in enumerate(items):
        place = convert.within(where, i)
        if kind == "bool":
            values.append(convert.to_bool(item, place))
        elif kind == "char":
            values.append(convert.to_char(item, place))
        elif kind == "f64":
            values.append(convert.to_float(item, place))
        elif kind == "f32":
            values.append(convert.to_f32(item, place))
        else:
            values.append(convert.to_int(item, kind, place))
    return struct.pack(f"<{len(values)}{PRIMITIVES[kind].code}", *values)


def _from_buffer(view: memoryview, owner: Any, kind: str, where: str, writable: bool) -> Raw:
    """The bytes of a buffer whose items have exactly this type."""
    # Python 3.9 says of an empty ctypes array that its items have no bytes.
    fitting = fits(view.format, view.itemsize or PRIMITIVES[kind].size, kind)
    if not fitting and (writable or not _fits_in_any_order(view, kind)):
        got = f"items of format {view.format!r} and {view.itemsize} bytes"
        # A copy would be of no use where the function changes the buffer.
        copies = hasattr(owner, "astype") and not writable
        mend = f'; use .astype("{_dtype(kind)}")' if copies else ""
        wanted = f"{_dtype(kind)} (format {PRIMITIVES[kind].code!r}, native byte order)"
        raise TypeError(f"{where}: expected a buffer of {wanted}, got {got}{mend}")
    if view.ndim != 1:
        # Of what does not lie in one piece that would be a copy, and the change lost.
        flattens = hasattr(owner, "reshape") and (view.c_contiguous or not writable)
        mend = "; use .reshape(-1)" if flattens else ""
        raise ValueError(f"{where}: expected a buffer of one dimension, got {view.ndim}{mend}")
    raw = raw_view(view, where, writable) if fitting else _swapped(view)
    if kind == "bool":
        wrong = bytes(raw).translate(None, b"\0\1")
        if wrong and writable:
            place = convert.within(where, bytes(raw).index(wrong[:1]))
            raise ValueError(f"{place}: it is neither True nor False")
        raw = bytes(raw).translate(_NORMAL_BOOL) if wrong else raw
    if kind == "char":
        try:
            bytes(raw).decode("utf-32-le")
        except UnicodeDecodeError as e:
            place = convert.within(where, e.start // 4)
            raise ValueError(f"{place}: it is not a Unicode scalar value") from None
    return raw


def raw_view(view: memoryview, where: str, writable: bool) -> Raw:
    """The bytes of a buffer, not copied if that can be avoided."""
    if writable and view.readonly:
        raise BufferError(f"{where}: the buffer is read-only, and the function changes it")
    if writable and not view.c_contiguous:
        raise ValueError(f"{where}: the buffer is not contiguous, and the function changes it")
    if not view.c_contiguous:
        return view.tobytes()
    if view.nbytes == 0:
        return b"" if not writable else memoryview(bytearray())
    return view.cast("B")


def _fits_in_any_order(view: memoryview, kind: str) -> bool:
    """Whether the items of a buffer are of this kind, whatever the order of their bytes."""
    form = view.format[1:] if view.format[:1] in (">", "!") else view.format
    return fits(form, view.itemsize, kind)


def _swapped(view: memoryview) -> memoryview:
    """The bytes of a buffer, those of each item the other way round."""
    from array import array  # foreign order is rare

    items = array({2: "H", 4: "I", 8: "Q"}.get(view.itemsize, "B"))
    items.frombytes(view.tobytes())
    items.byteswap()
    return memoryview(items).cast("B")


def fits(form: str, size: int, kind: str) -> bool:
    """Whether items of this format and size are of this kind."""
    if size != PRIMITIVES[kind].size:
        return False
    if form[:1] in "@=<" and len(form) == 2:
        form = form[1]
    if len(form) != 1:
        return False
    if kind == "bool":
        return form == "?"
    if kind in ("f32", "f64"):
        return form in _FLOAT
    return form in (_SIGNED if kind.startswith("s") else _UNSIGNED)


def _dtype(kind: str) -> str:
    """The item type as NumPy calls it."""
    names = {"bool": "bool", "f32": "float32", "f64": "float64", "char": "uint32"}
    return names.get(kind) or kind.replace("u", "uint").replace("s", "int")


# ---- pieces


#: Pieces that are taken at once: `struct` takes a while for each time.
_TOGETHER = 64


def pieces(offset: int, size: int, stride: int) -> Callable[[Any, int], Iterator[bytes]]:
    """What gives the bytes of one part of each item."""
    form = f"{offset}x{size}s{stride - offset - size}x"
    # Where Python has 32 bits, a struct has no more bytes than a value.
    together = min(_TOGETHER, MAX_VALUE_BYTES // max(stride, 1))
    one, many = struct.Struct(form), struct.Struct(form * together)

    def give(raw: Any, count: int) -> Iterator[bytes]:
        view = memoryview(raw)
        middle = count // together * many.size
        first, rest = many.iter_unpack(view[:middle]), one.iter_unpack(view[middle:])
        return chain.from_iterable(chain(first, rest))

    return give


# ---- lifting


def check(kind: str) -> Callable[[memoryview], object] | None:
    """What refuses bytes that are no values of this kind; none if all are."""
    if kind not in ("bool", "char"):
        return None
    return lambda raw: check_items(raw.tobytes(), kind)


def check_items(raw: bytes, kind: str) -> str:
    """Refuses bytes of bools or chars that are none; gives the chars as a text."""
    if kind == "bool":
        if raw.translate(None, b"\0\1"):
            raise ProtocolError("the result is broken: a bool is neither 0 nor 1")
        return ""
    try:
        return raw.decode("utf-32-le")
    except UnicodeDecodeError:
        raise ProtocolError("the result is broken: a char is not a Unicode scalar value") from None
