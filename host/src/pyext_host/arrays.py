"""Arrays that live in the memory of a guest, which works on them where they are.

An array is a ctypes array at an address of the guest's memory, so it has the buffer protocol on
every Python, and NumPy takes it as it is. Whatever looks at it keeps it alive; it keeps its
instance, and with that the memory.
"""

from __future__ import annotations

from _operator import index  # `operator` takes a while to import

from . import _abi, bulk, engine, wiping
from .ctype import Array as Base
from .ctype import addressof, c_char, number, sizeof
from .memory import Resident

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, ClassVar

#: Numbers of each type of item. A `bool` or `char` could be written that is none.
_ITEMS = ("s8", "s16", "s32", "s64", "u8", "u16", "u32", "u64", "f32", "f64")
#: The type of item by its names in NumPy: `f8` and `float64`.
_KINDS = {
    name: kind
    for kind in _ITEMS
    for word, bits in [({"s": "int", "u": "uint", "f": "float"}[kind[0]], int(kind[1:]))]
    for name in (f"{word}{bits}", f"{kind[0].replace('s', 'i')}{bits // 8}")
}
#: The most dimensions that a `memoryview` has.
_DIMENSIONS = 64


def empty(state: Any, shape: int | tuple[int, ...], dtype: Any = "f8") -> Any:
    """An array of zeros in the memory of the guest."""
    kind = _kind(dtype)
    listed = shape if isinstance(shape, (tuple, list)) else (shape,)
    try:
        sizes = tuple(map(index, listed))
    except TypeError:
        raise TypeError(f"shape: expected an int or a tuple of them, got {shape!r}") from None
    for n in sizes:
        if n < 0:
            raise ValueError(f"shape: a size is negative: {n}")
    if not 1 <= len(sizes) <= _DIMENSIONS:
        raise ValueError(f"shape: an array has 1 to {_DIMENSIONS} dimensions, not {len(sizes)}")
    cls = class_of(kind, sizes)
    if not has_room(state):
        # Of the same shape and types: it goes in and out with each call, as any buffer does.
        return cls()
    state.expect_drops()
    with state.entered(False):
        made = block(state, cls)
        wiping.zero(bulk.raw_view(memoryview(made), "", writable=True), 0, sizeof(cls))
    return made


def has_room(state: Any) -> bool:
    """Whether arrays can live in its memory: if the guest allocates, and it is not JavaScript's."""
    return engine.IS_NEAR and _abi.ALLOC in state.exports


def block(state: Any, cls: Any) -> Any:
    """An array in a block of its own, under the lock. What is in it is what was there."""
    size = sizeof(cls)
    address = state.allocate(size) if size else 0
    return resident(state, cls, address, (_abi.FREE, state.base + address, size) if size else None)


def resident(state: Any, cls: Any, address: int, drop: tuple[Any, ...] | None) -> Any:
    """An array over memory that is the host's until `drop` is queued, under the lock."""
    made = cls.from_address(addressof(state.chars) + address)
    # With the instance, which must not go before the array, and what frees its memory, which goes
    # later than both where all are garbage at once.
    kept = (state.instance, state.instance.store.held)
    lease = None if drop is None else _Lease((state.drops, drop))
    made.__pyext_where__ = (state, kept, state.base, address, lease)
    state.residents.add(id(made))
    if lease is not None:
        lease.held[id(lease)] = lease
    return made


class _Lease(tuple):  # type: ignore[type-arg]
    """Has the memory of an array freed when it goes itself: a queue, and what it is to get.

    Where an array is in a cycle, the garbage collector can call its finaliser before one that
    passes the array to a call, or keeps it. So until then `held` has the lease, which is garbage
    with nothing else, and after that the array alone.
    """

    __slots__ = ()
    #: Of the class, for modules are emptied before the last finaliser when Python ends.
    held: ClassVar[dict[int, _Lease]] = {}

    def __del__(self) -> None:
        self[0].append(self[1])


def _kind(dtype: Any) -> str:
    """The type of item that a name or a NumPy dtype stands for."""
    name = dtype if isinstance(dtype, str) else getattr(dtype, "name", None)
    if name is None:
        name = getattr(dtype, "__name__", repr(dtype))  # numpy.float64 itself
    found = _KINDS.get(str(name).lstrip("<=|"))
    if found is None or getattr(dtype, "byteorder", "=") == ">":
        listed = ", ".join(sorted(_KINDS, key=len))
        raise TypeError(f"dtype: expected one of {listed}, as NumPy calls them; got {dtype!r}")
    return found


class Array:
    """What an array has beside what ctypes gives it."""

    shape: tuple[int, ...]
    __pyext_kind__: str
    __pyext_where__: tuple[Any, Any, int, int, _Lease | None]

    @property
    def __array_interface__(self) -> dict[str, Any]:
        """For what looks at arrays as NumPy's are and knows of no buffers, Pillow for instance."""
        size = _abi.PRIMITIVES[self.__pyext_kind__].size
        form = f"{'<' if size > 1 else '|'}{self.__pyext_kind__[0].replace('s', 'i')}{size}"
        place = addressof(self), False  # type: ignore[arg-type]
        return {"version": 3, "shape": self.shape, "typestr": form, "data": place}

    def __pyext_place__(self) -> Resident:
        """The array as an argument."""
        state, _, base, address, _ = self.__pyext_where__
        return Resident(self, state, base, address, sizeof(self))  # type: ignore[arg-type]

    def __del__(self) -> None:
        where = vars(self).get("__pyext_where__")
        if where is not None:
            state, lease = where[0], where[4]
            # One step each, whatever thread runs this. No array that is alive has its number.
            state.residents.discard(id(self))
            if lease is not None:
                lease.held.pop(id(lease), None)

    def __repr__(self) -> str:
        return f"<array of {' by '.join(map(str, self.shape))} {self.__pyext_kind__}>"

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("an array stays in its extension: copy it with `bytearray` or NumPy")


#: The classes of the shapes that were met, and the most of them. `functools` takes a while.
_classes: dict[tuple[str, tuple[int, ...]], Any] = {}
_MOST = 64


def class_of(kind: str, sizes: tuple[int, ...]) -> Any:
    """The class of arrays of this shape."""
    found = _classes.get((kind, sizes))
    if found is None:
        size = _abi.PRIMITIVES[kind].size
        for n in sizes:
            size *= n
        if max(size, *sizes) > _abi.MAX_VALUE_BYTES:  # a size beside a 0 as well
            raise OverflowError(f"shape: the array is larger than {_abi.MAX_VALUE_BYTES} bytes")
        inner = number(_abi.PRIMITIVES[kind].code or "")
        for n in reversed(sizes[1:]):
            inner = inner * n
        listed = {"_length_": sizes[0], "_type_": inner, "shape": sizes, "__pyext_kind__": kind}
        meta: Any = type(Base)
        found = meta("Array", (Array, Base), listed)
        if len(_classes) >= _MOST:
            _classes.clear()
        _classes[kind, sizes] = found
    return found


def settled(state: Any, plans: Sequence[Any], converted: Sequence[Any]) -> tuple[Any, ...]:
    """The arguments of a call, where buffers in its memory stand for themselves.

    Refuses two that overlap if the guest changes one: Rust takes them for different ones.
    """
    found = list(converted)
    seen: list[tuple[Any, Resident]] = []
    for i, (plan, value) in enumerate(zip(plans, converted)):
        if plan.check is None:
            value = found[i] = settle(state, value, plan.align)
        if type(value) is not Resident:
            continue
        for other, known in seen:
            shared = overlap(value.address, value.size, known.address, known.size)
            if (plan.param.writable or other.param.writable) and shared:
                names = f"'{other.param.name}' and '{plan.param.name}'"
                raise ValueError(f"arguments {names}: one array, and the function changes it")
        seen.append((plan, value))
    return tuple(found)


def overlap(address: int, size: int, other: int, other_size: int) -> bool:
    """Whether two pieces of memory have a byte in common."""
    return address < other + other_size and other < address + size


def settle(state: Any, value: Any, align: int) -> Any:
    """An argument: where it lies if that is in this memory. That of another one is its bytes."""
    if type(value) is memoryview:
        return _within(state, value, align)
    if type(value) is Resident and value.state is not state:
        return bulk.raw_view(memoryview(value.owner), "", writable=True)
    return value


def _within(state: Any, view: memoryview, align: int) -> Any:
    """A buffer in the memory of the guest, such as NumPy's view of an array, as it is there."""
    if not state.residents or view.readonly or view.nbytes == 0:
        return view
    base, start = state.base, addressof(state.chars)
    address = addressof(c_char.from_buffer(view)) - start
    if address % align or not 0 <= address <= state.limit - view.nbytes:
        return view
    return Resident(view, state, base, address, view.nbytes)
