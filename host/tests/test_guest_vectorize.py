"""Functions of numbers on arrays, in the real guest: a call gives what its items give."""

from __future__ import annotations

import asyncio
from array import array
from pathlib import Path
from typing import Any, Callable

import pytest
from child import printed
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

import pyext_host
from pyext_host import Limits, PanicError, _abi

np = pytest.importorskip("numpy")

KINDS = [kind for kind, p in _abi.PRIMITIVES.items() if kind[0] in "suf" and p.size <= 8]
KINDS = [kind for kind in KINDS if kind[1:].isdigit()]
#: More than scratch has room for.
LARGE = 300_000


@pytest.fixture(scope="module")
def guest(guest_path: Path) -> Any:
    return pyext_host.load(guest_path)


def memory_of(guest: Any) -> int:
    """Bytes of the memory of the guest."""
    state = vars(guest)["__state__"]
    state.refresh()
    return int(state.limit)


def code(kind: str) -> str:
    return _abi.PRIMITIVES[kind].code or ""


@pytest.mark.parametrize("kind", KINDS)
def test_an_array_gives_what_its_items_give(guest: Any, kind: str) -> None:
    half = getattr(guest, f"half_{kind}")
    for items in ([], [7], [1, 2, 3, 100], [5] * 1000):
        wanted = [half(item) for item in items]
        plain = half(array(code(kind), items))
        assert (plain.typecode, list(plain)) == (code(kind), wanted)
        found = half(np.array(items, code(kind)))
        assert (found.dtype, found.tolist()) == (np.dtype(code(kind)), wanted)


@given(data=st.data())
@settings(max_examples=examples(60))
@pytest.mark.parametrize("kind", ["u8", "s16", "s64", "f32", "f64"])
def test_any_array_gives_what_its_items_give(guest: Any, kind: str, data: Any) -> None:
    half = getattr(guest, f"half_{kind}")
    shape = data.draw(st.lists(st.integers(0, 4), min_size=1, max_size=3))
    size = int(np.prod(shape)) * _abi.PRIMITIVES[kind].size
    # Numbers of any bits, also those that are none.
    items = np.frombuffer(data.draw(st.binary(min_size=size, max_size=size)), code(kind))
    order = data.draw(st.sampled_from("<>"))
    given_ = items.reshape(shape).astype(np.dtype(code(kind)).newbyteorder(order))
    turned = given_.transpose(data.draw(st.permutations(range(len(shape)))))[
        :: data.draw(st.sampled_from([1, -1, 2]))
    ]
    found = half(turned)
    wanted = [half(item) for item in turned.reshape(-1).tolist()]
    assert found.shape == turned.shape
    np.testing.assert_array_equal(found.reshape(-1), np.array(wanted, code(kind)))


def test_scalars_and_arrays_are_broadcast_as_numpy_does(guest: Any) -> None:
    value = np.arange(6, dtype="f4").reshape(3, 2)
    times = np.array([10, 20])
    for a, b, plus in [
        (value, times, 0.25),
        (value, 3, np.array([[1.0], [2.0], [3.0]])),
        (1.5, times, np.zeros((4, 1, 1))),
        (value[:, :1], times[::-1], np.float64(1)),
        (np.array(2.0), np.array(3), np.ones(1)),
    ]:
        found = guest.mixed(a, b, plus=plus)
        wanted = np.asarray(a, "f4").astype("f8") * b + plus
        assert found.dtype == np.float64
        np.testing.assert_array_equal(found, wanted)


def test_buffers_go_with_arrays_of_numpy(guest: Any) -> None:
    found = guest.mixed(np.array([[1.0], [2.0]]), array("h", [3, 4]))
    assert type(found) is np.ndarray
    assert found.tolist() == [[3.5, 4.5], [6.5, 8.5]]


def test_a_default_holds_for_all_items(guest: Any) -> None:
    assert guest.mixed(np.array([1.0, 2.0]), 2).tolist() == [2.5, 4.5]
    assert list(guest.mixed(array("f", [1.0, 2.0]), times=2)) == [2.5, 4.5]
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        guest.mixed(np.ones(2), 2, minus=1)


def test_arrays_without_dimensions_are_numbers(guest: Any) -> None:
    found = guest.mixed(np.array(1.5), np.int16(2), plus=np.array(1))
    assert type(found) is float
    assert found == 4.0


def test_large_arrays_go_through_in_parts(guest: Any) -> None:
    value = np.arange(LARGE, dtype="f4")
    plus = np.linspace(0, 1, LARGE)
    before = memory_of(guest)
    np.testing.assert_array_equal(guest.mixed(value, 2, plus=plus), value * 2.0 + plus)
    wide = guest.mixed(value[:1000, None], 3, plus=plus[:700])
    np.testing.assert_array_equal(wide, value[:1000, None] * 3.0 + plus[:700])
    plain = guest.mixed(array("f", value.tobytes()), 2, plus=array("d", plus.tobytes()))
    np.testing.assert_array_equal(plain, value * 2.0 + plus)
    assert memory_of(guest) == before


def test_plain_buffers_of_other_numbers_are_converted(guest: Any) -> None:
    buffers: list[Any] = [array("b", [2, 4]), array("L", [2, 4]), array("f", [2, 4]), b"\2\4"]
    for given_ in buffers:
        assert list(guest.half_f64(given_)) == [1.0, 2.0]
    swapped = memoryview(np.array([2.0, 4.0], ">f8"))
    assert list(guest.half_f64(swapped)) == list(guest.half_f32(swapped)) == [1.0, 2.0]
    assert list(guest.half_u8(array("q", [2, 255]))) == [1, 127]


def test_numbers_that_a_parameter_has_not_are_refused(guest: Any) -> None:
    refused: list[tuple[Callable[[], Any], type[Exception], str]] = [
        (lambda: guest.half_u8(np.array([1, 256])), OverflowError, "256 is out of range for u8"),
        (lambda: guest.half_u64(np.array([-1])), OverflowError, "-1 is out of range for u64"),
        (lambda: guest.half_f32(np.array([1e300])), OverflowError, "out of range for f32"),
        (lambda: guest.half_s64(np.array([1.5])), TypeError, r'use .astype\("int64"\)'),
        (lambda: guest.half_f64(np.array([1j])), TypeError, "got complex128"),
        (lambda: guest.half_f64(np.array(["a"])), TypeError, "expected an array of float64"),
        (lambda: guest.half_u8(array("h", [1, -1])), OverflowError, r"'value'\[1\]: -1 is out"),
        (lambda: guest.half_s8(array("d", [1.0])), TypeError, r"'value'\[0\]: expected int"),
        (lambda: guest.half_f64([1.0, 2.0]), TypeError, "expected float, got list"),
        (lambda: guest.half_f64("12"), TypeError, "expected float, got str"),
        (lambda: guest.mixed(np.ones(2), 1 << 20), OverflowError, "'times': 1048576 is out of"),
        (lambda: guest.mixed(np.ones(2), 1.5), TypeError, "'times': expected int"),
    ]
    for call, error, text in refused:
        with pytest.raises(error, match=text):
            call()


def test_shapes_that_do_not_go_together_are_refused(guest: Any) -> None:
    with pytest.raises(ValueError, match=r"together: 'value' \(3,\), 'times' \(4,\)"):
        guest.mixed(np.ones(3), np.ones(4, int))
    with pytest.raises(ValueError, match="'times': it has 3 items, and 'value' has 2; only NumPy"):
        guest.mixed(array("f", [1, 2]), array("h", [1, 2, 3]))
    with pytest.raises(ValueError, match="of one dimension, got 2"):
        guest.half_f64(memoryview(np.ones((2, 2))))


def test_a_panic_in_the_middle_ends_the_call_and_nothing_else(guest: Any) -> None:
    values = np.arange(-LARGE // 2, LARGE // 2)
    kept = values.copy()
    with pytest.raises(PanicError, match="no reciprocal of zero"):
        guest.reciprocal(values)
    np.testing.assert_array_equal(values, kept)
    assert guest.reciprocal(np.array([1, 2])).tolist() == [1_000_000, 500_000]


def test_without_numpy_nothing_of_it_is_imported(guest_path: Path, guest: Any) -> None:
    program = f"""
import sys
from array import array
import pyext_host
guest = pyext_host.load({str(guest_path)!r})
assert guest.half_f64(array("d", [1.0, 3.0])) == array("d", [0.5, 1.5])
assert guest.half_u8(b"ab") == array("B", [48, 49])
assert "numpy" not in sys.modules
"""
    printed(program)


def test_arrays_go_to_instances_of_every_kind(guest_path: Path, guest: Any) -> None:
    values = np.arange(4.0)
    assert guest.fresh().half_f64(values).tolist() == [0.0, 0.5, 1.0, 1.5]
    own = pyext_host.load(guest_path, instances="per-thread")
    assert own.half_f64(values).tolist() == [0.0, 0.5, 1.0, 1.5]
    assert asyncio.run(guest.aio.half_f64(values)).tolist() == [0.0, 0.5, 1.0, 1.5]


def test_arrays_in_the_guest_give_what_others_give(guest: Any) -> None:
    def there(items: Any, dtype: str) -> Any:
        made = guest.empty(items.shape, dtype)
        np.asarray(made)[...] = items
        return made

    value = np.arange(LARGE, dtype="f4").reshape(3, -1)
    plus = np.linspace(0, 1, LARGE // 3)
    wanted = value * 2.0 + plus
    for a in (value, np.asarray(there(value, "f4"))):
        for c in (plus, np.asarray(there(plus, "f8"))):
            np.testing.assert_array_equal(guest.mixed(a, 2, plus=c), wanted)
            np.testing.assert_array_equal(np.asarray(guest.views.mixed(a, 2, plus=c)), wanted)
    flat = guest.views.mixed(there(value, "f4"), 2, plus=there(value, "f8"))
    np.testing.assert_array_equal(np.asarray(flat), value * 3.0)
    with pytest.raises(ValueError, match="'plus': it has 2 items, and 'value' has 3"):
        guest.views.mixed(guest.empty(3, "f4"), 2, plus=guest.empty(2))


def test_an_array_in_the_memory_of_the_guest_is_one_like_others(guest: Any) -> None:
    values = guest.empty(3, "f8")
    np.asarray(values)[:] = [1.0, 2.0, 3.0]
    assert guest.half_f64(values) == array("d", [0.5, 1.0, 1.5])


def test_the_limit_of_a_call_is_for_all_its_parts(guest_path: Path) -> None:
    limited = pyext_host.load(guest_path, limits=Limits(fuel=150_000_000))
    rounds = np.full(LARGE, 100, "u4")
    # One part alone stays below it.
    assert len(limited.slow(rounds[:30_000])) == 30_000
    with pytest.raises(TimeoutError, match="used up its fuel"):
        limited.slow(rounds)
    assert limited.half_u8(np.array([4])).tolist() == [2]


def test_a_call_inside_of_one_leaves_its_arguments_alone(guest: Any) -> None:
    class Meddler:
        def __index__(self) -> int:
            assert guest.half_f64(np.ones(1000)).tolist() == [0.5] * 1000
            return 3

    found = guest.mixed(np.ones(1000, "f4"), Meddler())
    assert found.tolist() == [3.5] * 1000


@pytest.mark.parametrize("count", [1 << 17, 1 << 31])
def test_a_view_of_more_than_an_array_can_have_is_refused(guest: Any, count: int) -> None:
    wide = np.broadcast_to(np.float64(1), (count, 1 << 16))
    with pytest.raises(OverflowError, match="shape: the array is larger than 2147483647 bytes"):
        guest.views.half_f64(wide)
    assert guest.half_f64(3.0) == 1.5
