"""Functions of numbers on arrays, in modules by hand: what the host takes, and what it refuses."""

from __future__ import annotations

from array import array
from typing import Any, Callable

import pytest

import builder
import pyext_host

np = pytest.importorskip("numpy")

ONE = [builder.function("f", [("x", "f64")], "f64")]
ONE[0]["vectorize"] = True
CODE = '(func (export "f") (param f64) (result f64) local.get 0)'
LOOP = """
(func (export "[vectorized]f") (param $x i32) (param $step i32) (param $to i32) (param $n i32)
  (loop $next
    (f64.store (local.get $to) (f64.neg (f64.load (local.get $x))))
    (local.set $x (i32.add (local.get $x) (i32.shl (local.get $step) (i32.const 3))))
    (local.set $to (i32.add (local.get $to) (i32.const 8)))
    (local.set $n (i32.sub (local.get $n) (i32.const 1)))
    (br_if $next (local.get $n))))
"""


def test_the_second_export_is_what_runs() -> None:
    ext = pyext_host.load(builder.module(CODE + LOOP, ONE))
    assert ext.f(2.0) == 2.0
    assert ext.f(array("d", [2.0, -1.0])) == array("d", [-2.0, 1.0])
    assert ext.f(np.arange(9000.0)).tolist() == (-np.arange(9000.0)).tolist()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda f: f.update(result="bool"), "PX610"),
        (lambda f: f.update(params=[]), "PX610"),
        (lambda f: f.update(raises="unit"), "PX610"),
        (lambda f: f.update(wipe=True), "PX610"),
        (lambda f: f.update(vectorize=1), "PX606"),
        (lambda f: f.update(name="g"), "PX611"),
    ],
)
def test_an_interface_that_breaks_the_rules_is_refused(
    change: Callable[[dict[str, Any]], None], code: str
) -> None:
    function = builder.function("f", [("x", "f64")], "f64")
    function["vectorize"] = True
    change(function)
    with pytest.raises(pyext_host.LoadError) as caught:
        pyext_host.load(builder.module(CODE + LOOP, [function]))
    assert caught.value.code == code


def test_a_second_export_of_another_type_is_refused() -> None:
    wrong = LOOP.replace("(param $n i32)", "(param $n i64)").partition("(loop")[0] + ")"
    with pytest.raises(pyext_host.LoadError) as caught:
        pyext_host.load(builder.module(CODE + wrong, ONE))
    assert caught.value.code == "PX611"


def test_a_buffer_that_holds_no_row_of_numbers_is_refused() -> None:
    ext = pyext_host.load(builder.module(CODE + LOOP, ONE))
    numbers = memoryview(array("i", [1, 2, 3, 4]))
    assert list(ext.f(numbers)) == [-1.0, -2.0, -3.0, -4.0]
    for wrong in (numbers.cast("B").cast("i", [2, 2]), memoryview(np.zeros(2, "c8"))):
        with pytest.raises(TypeError, match="argument 'x': expected a buffer of float64"):
            ext.f(wrong)


def test_where_scratch_has_no_room_a_block_of_memory_has() -> None:
    ext = pyext_host.load(builder.module(CODE + LOOP, ONE, scratch=256))
    values = np.arange(9000.0)
    assert ext.f(values).tolist() == (-values).tolist()
    assert ext.blocks() == 0


def test_results_are_whatever_bits_the_guest_leaves() -> None:
    # It writes nothing, so they are what was there.
    idle = '(func (export "[vectorized]f") (param i32 i32 i32 i32))'
    found = pyext_host.load(builder.module(CODE + idle, ONE)).f(array("d", [1.0] * 5))
    assert len(found) == 5


# Tells where it was last called with its arguments and its results, and how often.
TOLD = """
(global $from (mut i32) (i32.const 0)) (func (export "origin") (result i32) (global.get $from))
(global $into (mut i32) (i32.const 0)) (func (export "into") (result i32) (global.get $into))
(global $calls (mut i32) (i32.const 0)) (func (export "calls") (result i32) (global.get $calls))
(func (export "trap") unreachable)
""" + LOOP.replace(
    "(loop",
    """(global.set $from (local.get $x)) (global.set $into (local.get $to))
  (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
  (loop""",
    1,
)
TELLING = [
    *ONE,
    builder.function("calls", [], "u32"),
    builder.function("origin", [], "u32"),
    builder.function("into", [], "u32"),
    builder.function("trap"),
]


@pytest.fixture
def telling() -> Any:
    return pyext_host.load(builder.module(CODE + TOLD, TELLING))


def place_of(array: Any) -> int:
    return int(array.__pyext_place__().address)


def test_an_array_in_the_guest_is_used_where_it_lies(telling: Any) -> None:
    given = telling.empty((2, 9000))
    seen = np.asarray(given)
    seen[:] = np.arange(18000.0).reshape(2, 9000)
    start, end = place_of(given), place_of(given) + 18000 * 8
    assert list(telling.f(given)) == (-np.arange(18000.0)).tolist()
    assert start <= telling.origin() < end
    assert telling.f(memoryview(seen[0]))[1] == -1.0
    assert start <= telling.origin() < end
    assert (telling.f(seen) == -seen).all()
    assert start <= telling.origin() < end
    assert (telling.f(seen[1]) == -seen[1]).all()
    assert start + 9000 * 8 <= telling.origin() < end
    # Not in one piece, or of other numbers.
    for other in (seen[:, ::2], seen.T, seen[0].view("i8")):
        assert (telling.f(other) == -other.astype("f8")).all()
        assert not start <= telling.origin() < end


def test_results_stay_in_the_guest_if_views_are_asked_for(telling: Any) -> None:
    given = telling.empty((2, 9000))
    np.asarray(given)[:] = 2.0
    before = telling.calls()
    found = telling.views.f(given)
    assert (telling.calls(), telling.into()) == (before + 1, place_of(found))
    assert found.shape == (2, 9000)
    assert (np.asarray(found) == -2.0).all()
    again = telling.views.f(np.asarray(found)[1])
    assert (again.shape, again[8999]) == ((9000,), 2.0)
    large = np.arange(90_000.0).reshape(300, 300)
    assert (np.asarray(telling.views.f(large)) == -large).all()
    assert list(telling.views.f(array("d", [1.0, 2.0]))) == [-1.0, -2.0]
    assert telling.views.f(2.0) == 2.0
    assert telling.views.f(np.ones((0, 3))).shape == (0, 3)
    del given, found, again
    telling.views.f(array("d"))
    assert telling.blocks() == 0


def test_an_array_of_an_instance_that_has_trapped_is_refused(telling: Any) -> None:
    given = telling.empty(3)
    with pytest.raises(pyext_host.TrapError):
        telling.trap()
    for call in (telling.f, telling.views.f):
        with pytest.raises(pyext_host.StaleObjectError, match="argument 'x': the array went with"):
            call(given)
    assert list(telling.f(array("d", [1.0]))) == [-1.0]


def test_arrays_are_python_s_own_where_the_guest_has_no_allocator() -> None:
    text = builder.prelude().replace("pyext_alloc", "other").replace("pyext_free", "another")
    ext = pyext_host.load(builder.plain(text + CODE + LOOP, ONE))
    given = ext.empty((2, 3))
    np.asarray(given)[:] = 2.0
    assert list(ext.f(given)) == [-2.0] * 6
    found = ext.views.f(np.asarray(given))
    assert (found.shape, found[1][2]) == ((2, 3), -2.0)
    assert (np.asarray(ext.views.f(found)) == 2.0).all()
