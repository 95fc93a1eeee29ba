"""Calls inside of calls: from finalisers, signals, arguments; and from several threads at once."""

from __future__ import annotations

import dis
import gc
import sys
import threading
from contextlib import suppress
from typing import Any, Callable

import pytest
from child import printed
from effort import STRIDE

import builder
import pyext_host
from pyext_host import PanicError, TrapError, engine, lift
from pyext_host.memory import Memory
from pyext_host.state import State

ECHOES = [
    builder.echo("string", "text"),
    builder.echo({"list": "string"}, "texts"),
    builder.echo({"option": "u32"}, "option"),
    builder.echo("u32", "number"),
    ('(func (export "traps") unreachable)', builder.function("traps")),
]


def load(scratch: int = builder.SCRATCH_SIZE) -> pyext_host.Extension:
    text = "".join(body for body, _ in ECHOES)
    return pyext_host.load(builder.module(text, [described for _, described in ECHOES], scratch))


def state(extension: pyext_host.Extension) -> Any:
    """The runtime's state of an extension, to see that nothing is left behind."""
    extension.blocks()
    return extension.blocks.__globals__["m"]


def assert_at_rest(extension: pyext_host.Extension) -> None:
    m = state(extension)
    assert (m.busy, m.top, m.spent, m._depth) == (0, m.scratch, 0, 0)
    assert not m.lock.is_here()
    assert extension.blocks() == 0


@pytest.mark.parametrize("scratch", [builder.SCRATCH_SIZE, 32, 0])
def test_a_finaliser_may_call_while_a_result_is_lifted(scratch: int) -> None:
    extension = load(scratch)
    calls = 0

    class Noisy:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            nonlocal calls
            calls += 1
            assert extension.texts(["bye", "x" * 50]) == ["bye", "x" * 50]
            assert extension.text("good bye") == "good bye"
            assert extension.option(5) == 5

    wanted = [f"w{i}" for i in range(300)]
    threshold = gc.get_threshold()
    try:
        gc.set_threshold(7)
        for _ in range(60):
            for _ in range(5):
                Noisy()
            assert extension.texts(wanted) == wanted
            assert extension.text("hello") == "hello"
            assert extension.option(7) == 7
            assert extension.number(3) == 3
    finally:
        gc.set_threshold(*threshold)
    gc.collect()
    assert calls == 300
    assert_at_rest(extension)


CYCLE = """
import gc, builder, pyext_host
wasm = builder.echo_module("string")
ended = []

class Caller:
    def __del__(self):
        for f, arguments in ((self.extension.echo, ("bye",)), (self.extension.blocks, ())):
            try:
                ended.append(f(*arguments))
            except pyext_host.TrapError as e:
                ended.append(e.kind)

for older in (Caller, pyext_host.load):
    for _ in range(20):
        caller = Caller() if older is Caller else None
        extension = pyext_host.load(wasm)
        extension.echo("x"), extension.blocks()
        caller = caller or Caller()
        caller.extension, caller.itself = extension, caller
        del caller, extension
        gc.collect()
assert len(ended) == 80, ended
assert set(ended) <= {"bye", 0, "closed"}, ended
"""


def test_a_finaliser_may_come_after_the_extension_s_own() -> None:
    # In a process of its own: the memory behind the views is gone by then.
    printed(CYCLE)


def at_every_step(body: Callable[[], object], inner: Callable[[], object]) -> int:
    """Runs `body`, with a call of `inner` at each C function and each line that it runs."""
    count = 0

    def hook(frame: Any, event: str, _: Any) -> Any:
        nonlocal count
        if frame.f_code.co_filename.startswith("<pyext"):
            sys.settrace(None)
            sys.setprofile(None)
            try:
                inner()
                count += 1
            finally:
                sys.settrace(hook)
                sys.setprofile(hook)
        return hook

    sys.settrace(hook)
    sys.setprofile(hook)
    try:
        body()
    finally:
        sys.settrace(None)
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("scratch", [builder.SCRATCH_SIZE, 16])
def test_a_call_may_come_at_every_step_of_another(scratch: int) -> None:
    extension = load(scratch)
    outer: list[tuple[str, Any]] = [
        ("text", "hello"),
        ("texts", ["a", "bc", ""]),
        ("option", 7),
        ("number", 3),
    ]
    inner: list[tuple[str, Any]] = [
        ("text", "inside"),
        ("texts", ["x" * 70]),
        ("option", 9),
        ("number", 4),
    ]
    for name, argument in outer + inner:
        assert getattr(extension, name)(argument) == argument
    for name, argument in outer:
        for within, value in inner:

            def body() -> None:
                assert getattr(extension, name)(argument) == argument

            def nested() -> None:
                assert getattr(extension, within)(value) == value

            assert at_every_step(body, nested) > 5
            assert_at_rest(extension)


def test_a_trap_at_every_step_of_another_call_ends_in_a_value_or_a_trap() -> None:
    extension = load()
    for name, argument in (("text", "hello"), ("texts", ["a", "b"]), ("option", 7), ("number", 3)):
        f = getattr(extension, name)
        f(argument)
        steps = 0
        ended = {"value": 0, "trap": 0}
        while True:
            steps += STRIDE  # a trap takes long on some engines
            at = 0

            def trap_here() -> None:
                nonlocal at
                at += 1
                if at == steps:
                    with pytest.raises(TrapError):
                        extension.traps()

            def body() -> None:
                try:
                    assert f(argument) == argument
                    ended["value"] += 1
                except TrapError:
                    ended["trap"] += 1

            at_every_step(body, trap_here)
            assert_at_rest(extension)
            assert f(argument) == argument
            if at < steps:
                break
        assert ended["value"] > 5 // STRIDE


def test_a_call_at_every_step_of_one_that_traps_changes_nothing_of_the_trap() -> None:
    extension = load()
    ended: set[object] = set()
    for f, argument in ((extension.text, "x"), (extension.number, 3), (extension.option, 5)):
        f(argument)

        def inner() -> None:
            try:
                ended.add(f(argument) == argument)
            except TrapError as e:
                ended.add(e.kind)

        def body() -> None:
            with pytest.raises(TrapError) as caught:
                extension.traps()
            assert caught.value.kind == "unreachable"

        body()
        assert f(argument) == argument
        assert at_every_step(body, inner) > 5
        assert f(argument) == argument
        assert_at_rest(extension)
    # Inside, the extension works until the trap, and is dead from then on.
    assert ended == {True, "dead"}


def interrupted(body: Callable[[], object], step: int, kept: list[BaseException]) -> bool:
    """Runs `body` with Ctrl-C behind one of the calls that the runtime makes.

    Python looks for signals there: behind each C function, and behind each call of generated code.
    Whether there are so many. Exceptions are kept with all frames of their tracebacks, as an
    interactive Python does with the last one.
    """
    count = 0
    before: dict[Any, int] = {}

    def at_call() -> None:
        nonlocal count
        count += 1
        if count == step:
            sys.setprofile(None)
            raise KeyboardInterrupt

    def is_final(frame: Any) -> bool:
        while frame is not None and frame.f_code.co_name != "__del__":
            frame = frame.f_back
        return frame is not None

    def hook(frame: Any, event: str, _: Any) -> None:
        # What comes out of finalisers, and of wasmtime-py's code, Python or wasmtime-py takes.
        ours = "pyext_host" in frame.f_code.co_filename
        if event == "c_return" and ours and not is_final(frame):
            at_call()

    def trace(frame: Any, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != "<pyext>":
            return None
        frame.f_trace_opcodes = True
        if event == "exception":
            before.pop(frame, None)  # of a call that fails, nothing looks for signals
        elif event == "opcode":
            last = dis.opname[frame.f_code.co_code[before[frame]]] if frame in before else ""
            before[frame] = frame.f_lasti
            if last.startswith("CALL"):
                at_call()
        return trace

    try:
        sys.setprofile(hook)
        sys.settrace(trace)
        body()
    except (KeyboardInterrupt, TrapError, PanicError) as e:
        kept.append(e)
    finally:
        sys.settrace(None)
        sys.setprofile(None)
    return count >= step


@pytest.mark.parametrize("scratch", [builder.SCRATCH_SIZE, 0])
def test_ctrl_c_at_every_step_of_a_call_leaves_nothing_locked(scratch: int) -> None:
    extension = load(scratch)
    calls: list[tuple[str, tuple[Any, ...]]] = [
        ("text", ("hello",)),
        ("texts", (["a", "b"],)),
        ("option", (7,)),
        ("number", (3,)),
        ("traps", ()),
    ]
    m = state(extension)
    for name, arguments in calls:
        f = getattr(extension, name)
        # The first call makes the code, and has steps of its own.
        interrupted(lambda: f(*arguments), 0, [])
        kept: list[BaseException] = []
        step = 1
        while interrupted(lambda: f(*arguments), step, kept):
            step += 1
            assert (m.busy, m._depth, m.lock.is_here()) == (0, 0, False), kept[-1]
            assert extension.number(5) == 5
        assert any(isinstance(e, KeyboardInterrupt) for e in kept)


def test_ctrl_c_behind_a_panic_leaves_nothing_of_it_to_the_next_call() -> None:
    traps = '(func (export "traps") unreachable)'
    described = [builder.function("panics"), builder.function("traps")]
    extension = pyext_host.load(builder.module(builder.panicking(b"no") + traps, described))
    interrupted(extension.panics, 0, [])
    kept: list[BaseException] = []
    step = 1
    while interrupted(extension.panics, step, kept):
        step += 1
        # In the instance that has panicked, this would tell of it once more.
        with pytest.raises(TrapError):
            extension.traps()
    assert any(isinstance(e, KeyboardInterrupt) for e in kept)


@pytest.mark.parametrize(("owner", "name"), [(lift, "lifter"), (State, "bind")])
def test_the_first_call_may_come_inside_of_the_first_call(
    owner: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    extension = load()
    original = getattr(owner, name)
    inside: list[Any] = [None]

    def hooked(*arguments: Any) -> Any:
        if inside == [None]:
            inside.clear()
            inside.append(extension.texts(["inner"]))
        return original(*arguments)

    monkeypatch.setattr(owner, name, hooked)
    assert extension.texts(["outer"]) == ["outer"]
    assert inside == [["inner"]]
    assert extension.texts(["outer"]) == ["outer"]
    assert_at_rest(extension)


def test_an_argument_may_call_the_extension() -> None:
    extension = load()

    class Number:
        def __init__(self, depth: int) -> None:
            self.depth = depth

        def __index__(self) -> int:
            if self.depth == 0:
                return 1
            return int(extension.number(Number(self.depth - 1))) + 1

    def texts(depth: int) -> Any:
        yield f"first {depth}"
        if depth:
            yield from extension.texts(texts(depth - 1))
        yield extension.text(f"last {depth}")

    assert extension.number(Number(20)) == 21
    assert extension.texts(texts(3)) == [
        *(f"first {i}" for i in (3, 2, 1, 0)),
        *(f"last {i}" for i in (0, 1, 2, 3)),
    ]

    class Trapping:
        def __index__(self) -> int:
            with pytest.raises(TrapError):
                extension.traps()
            return 5

    assert extension.number(Trapping()) == 5
    assert extension.option(Trapping()) == 5
    assert_at_rest(extension)


def test_endless_recursion_through_an_argument_is_a_recursion_error() -> None:
    extension = load()

    class Endless:
        def __index__(self) -> int:
            return int(extension.number(self))

    gc.collect()  # finalisers of wasmtime-py that ran at the deepest place would fail
    with pytest.raises(RecursionError):
        extension.number(Endless())
    assert_at_rest(extension)


@pytest.mark.skipif(not engine.verdict().fast, reason="wasmtime-py fails there")
@pytest.mark.parametrize("scratch", [builder.SCRATCH_SIZE, 0])
def test_calls_at_the_limit_of_recursion_leave_nothing_behind(scratch: int) -> None:
    extension = load(scratch)
    m = state(extension)
    calls: list[tuple[str, Any]] = [
        ("text", "hello"),
        ("texts", ["a", "b"]),
        ("option", 7),
        ("number", 3),
        ("number", -1),
        ("traps", None),
    ]
    limit = sys.getrecursionlimit()
    for name, argument in calls:
        f, arguments = getattr(extension, name), () if argument is None else (argument,)
        with suppress(TrapError, OverflowError):
            f(*arguments)

        def deeper() -> None:
            with suppress(TrapError, OverflowError):
                f(*arguments)
            deeper()

        sys.setrecursionlimit(300)
        try:
            with pytest.raises(RecursionError):
                deeper()
        finally:
            sys.setrecursionlimit(limit)
        # What has gone wrong at the deepest place is not noticed later than by the next call.
        assert extension.number(5) == 5
        assert (m.trap.value, m.lock.is_hurt) == (None, False)
        assert_at_rest(extension)


def test_ctrl_c_while_an_instance_is_replaced_leaves_it_to_the_next_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extension = load()
    m = state(extension)
    with pytest.raises(TrapError):
        extension.traps()
    look = Memory._look

    def interrupted(*arguments: Any) -> None:
        monkeypatch.setattr(Memory, "_look", look)
        raise KeyboardInterrupt

    monkeypatch.setattr(Memory, "_look", interrupted)
    with pytest.raises(KeyboardInterrupt):
        extension.number(5)
    assert m.dead
    assert extension.number(5) == 5
    assert_at_rest(extension)


def test_ctrl_c_while_functions_are_bound_to_a_fresh_instance_leaves_none_of_them_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extension = load()
    m = state(extension)
    assert (extension.number(1), extension.text("a")) == (1, "a")
    with pytest.raises(TrapError):
        extension.traps()
    bind = State._bind

    def interrupted(*arguments: Any) -> None:
        bind(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(State, "_bind", interrupted)
        with pytest.raises(KeyboardInterrupt):
            extension.number(5)
    # The instance will be freed, and what led into it would read what was its memory.
    assert [namespace["args"] for namespace, _, _ in m._bound] == [()] * len(m._bound)
    assert (extension.number(5), extension.text("b")) == (5, "b")
    assert_at_rest(extension)


def test_calls_nest_64_deep_and_no_deeper() -> None:
    extension = load()
    assert extension.texts(["a"]) == ["a"]
    lift = extension.texts.__globals__["lift"]
    deepest = 0

    def descend(depth: int) -> None:
        nonlocal deepest
        deepest = depth

        def hooked(m: Any, at: int) -> Any:
            extension.texts.__globals__["lift"] = lift
            descend(depth + 1)
            return lift(m, at)

        call = extension.texts.__globals__["slow"].__self__
        call.lift = extension.texts.__globals__["lift"] = hooked
        assert extension.texts(["x" * depth, "y"]) == ["x" * depth, "y"]

    call = extension.texts.__globals__["slow"].__self__
    with pytest.raises(RecursionError, match="nest deeper than 64"):
        descend(0)
    call.lift = extension.texts.__globals__["lift"] = lift
    assert deepest == 65
    assert extension.texts(["a"]) == ["a"]
    assert_at_rest(extension)


IMPORTS = """
import sys, builder, pyext_host
body, told = builder.echo("string", "text")
data, described = builder.echo({"list": "u8"}, "data")
yes, about = builder.echo("bool", "flag")
for scratch in (0, builder.SCRATCH_SIZE):
    wasm = builder.module(body + data + yes, [told, described, about], scratch)
    extension = pyext_host.load(wasm)
    extension.blocks()
    before = {*sys.modules}
    calls = (extension.text, "x"), (extension.data, b"x"), (extension.flag, True)
    assert all(f(argument) == argument for f, argument in calls)
    with extension.text.__globals__["m"].lock.held():
        assert all(f(argument) == argument for f, argument in calls)
    print({name for name in {*sys.modules} - before if name.startswith("pyext_host")})
"""


def test_a_call_imports_nothing_that_a_call_inside_of_it_would_find_half_imported() -> None:
    assert printed(IMPORTS) == "set()\nset()\n"


CONVERTS = """
import sys
import builder, pyext_host, values
ty, text = eval(sys.argv[1])
types = values.DEFINITIONS if "named" in sys.argv[1] else ()
e = pyext_host.load(builder.echo_module(ty, types=types))
sample = eval(text)
before = {*sys.modules}
assert e.echo(sample) == sample
print({name for name in {*sys.modules} - before if name.startswith("pyext_host")})
"""


@pytest.mark.parametrize(
    "what",
    [
        ({"list": "string"}, "['a'] * 200"),
        ({"list": {"named": "Point"}}, "[e.Point(1.0, 2.0, 3)] * 200"),
        ({"list": {"named": "Key"}}, "[e.KeyId(1), e.KeyName('a')] * 100"),
        ({"list": "duration"}, "[values.timedelta(1)] * 200"),
        ({"list": {"option": {"list": "f64"}}}, "[[1.5], None] * 100"),
        ({"map": ["u8", "u8"]}, "{i: i for i in range(200)}"),
        ({"array": ["string", 2]}, "['a', 'b']"),
        ({"option": "duration"}, "values.timedelta(1)"),
        ({"named": "Drawing"}, "e.Drawing([e.ShapeEmpty()], {})"),
    ],
    ids=str,
)
def test_no_conversion_imports_what_one_inside_of_it_would_find_half_imported(what: Any) -> None:
    assert printed(CONVERTS, repr(what)) == "set()\n"


def test_threads_share_one_extension() -> None:
    extension = load()
    body = """(global $n (mut i32) (i32.const 0))
      (func (export "slow") (param $k i32) (result i32)
        (loop $again
          (global.set $n (i32.add (global.get $n) (i32.const 1)))
          (br_if $again (i32.ne (i32.const 0)
            (local.tee $k (i32.sub (local.get $k) (i32.const 1))))))
        (global.get $n))"""
    counter = pyext_host.load(
        builder.module(body, [builder.function("slow", [("k", "u32")], "u32")])
    )
    wrong: list[Any] = []
    interval = sys.getswitchinterval()

    def work(me: int) -> None:
        try:
            for i in range(400):
                texts = [f"{me} {i} {k}" for k in range(i % 7)]
                if extension.texts(texts) != texts or extension.text(f"{me} {i}") != f"{me} {i}":
                    wrong.append((me, i))
                if extension.number(me) != me:
                    wrong.append(me)
                if i % 50 == 0:
                    try:
                        extension.traps()
                        wrong.append("no trap")
                    except TrapError:
                        pass
                counter.slow(1000)
        except BaseException as e:
            wrong.append(e)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
    try:
        sys.setswitchinterval(1e-5)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []
    assert counter.slow(1) == 6 * 400 * 1000 + 1
    assert_at_rest(extension)


def test_threads_may_make_the_first_call_together() -> None:
    for _ in range(20):
        extension = load()
        barrier = threading.Barrier(4)
        found: list[Any] = []

        def work() -> None:
            barrier.wait()
            try:
                found.append(extension.text("x"))
            except BaseException as e:
                found.append(e)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == ["x"] * 4


def test_other_threads_run_while_a_guest_does() -> None:
    body = """(func (export "spin") (param $n i64)
      (loop $again
        (local.set $n (i64.sub (local.get $n) (i64.const 1)))
        (br_if $again (i64.gt_s (local.get $n) (i64.const 0)))))"""
    extension = pyext_host.load(builder.module(body, [builder.function("spin", [("n", "u64")])]))
    ticks = 0
    thread = threading.Thread(target=extension.spin, args=(300_000_000,))
    thread.start()
    while thread.is_alive():
        ticks += 1
        thread.join(0.001)
    assert ticks > 5
