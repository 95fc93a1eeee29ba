"""More instances than one, asyncio, pickling, and processes that come from this one."""

from __future__ import annotations

import asyncio
import concurrent.futures
import copy
import gc
import os
import pickle
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from child import printed, python

import behaviour
import builder
import pyext_host
from pyext_host import PanicError, TrapError

BODY = """
(global $n (mut i32) (i32.const 0))
(func (export "count") (result i32)
  (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n))
(func (export "m.count") (result i32)
  (global.set $n (i32.add (global.get $n) (i32.const 10))) (global.get $n))
(func $deep (export "deep") (param i32)
  (if (local.get 0) (then (call $deep (i32.sub (local.get 0) (i32.const 1)))) (else unreachable)))
"""
FUNCTIONS = [
    builder.function("count", [], "u32"),
    builder.function("deep", [("n", "u32")]),
    builder.function("m.count", [], "u32"),
]


@pytest.fixture(scope="module")
def wasm() -> bytes:
    text, described = builder.echo({"list": "u32"}, "echo")
    functions = sorted([*FUNCTIONS, described], key=lambda f: f["name"])
    return builder.module(BODY + text, functions, modules=[{"name": "m"}], docs="All.")


def test_a_fresh_instance_has_a_memory_of_its_own(wasm: bytes) -> None:
    extension = pyext_host.load(wasm)
    assert [extension.count(), extension.m.count()] == [1, 11]
    first, second = extension.fresh(), extension.fresh()
    assert [first.count(), first.m.count(), second.count(), extension.count()] == [1, 11, 1, 12]
    assert first.echo([1, 2]) == [1, 2]
    with pytest.raises(TrapError):
        first.deep(3)
    assert (first.count(), second.count()) == (1, 2)
    assert (dir(first), first.__doc__) == (dir(extension), extension.__doc__)
    assert first.count is first.count
    assert first.count.__annotations__ == {"return": int}
    with pytest.raises(AttributeError, match="has no attribute 'sub'"):
        _ = first.sub


def test_a_fresh_instance_shows_what_it_offers_before_any_of_it_is_used(wasm: bytes) -> None:
    extension = pyext_host.load(wasm)
    for namespace in (extension, extension.m):
        fresh = extension.fresh() if namespace is extension else extension.fresh().m
        assert repr(fresh) == f"<instance of {namespace!r}>"


def test_an_extension_is_neither_copied_nor_pickled(wasm: bytes) -> None:
    extension = pyext_host.load(wasm, name="demo")
    for namespace in (extension, extension.m, extension.fresh()):
        for use in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError, match=r"^extension 'demo.*' can be neither copied nor"):
                use(namespace)


def test_a_function_may_be_called_as_what_an_extension_has_of_its_own() -> None:
    text = '(func (export "aio") (result i32) (i32.const 7))'
    text += '(func (export "fresh") (result i32) (i32.const 8))'
    functions = [builder.function("aio", [], "u32"), builder.function("fresh", [], "u32")]
    extension = pyext_host.load(builder.module(text, functions))
    assert (extension.aio(), extension.fresh()) == (7, 8)


def test_functions_around_others_have_their_annotations(wasm: bytes) -> None:
    extension: Any = pyext_host.load(wasm)
    apart: Any = pyext_host.load(wasm, instances="per-thread")
    for function in (extension.aio.count, extension.aio.m.count, apart.count):
        assert function.__annotations__ == {"return": int}
    guest: Any = pyext_host.load(behaviour.guest())
    assert guest.Counter.__iadd__.__annotations__ == {"n": int, "return": None}


def test_each_thread_can_have_an_instance_of_its_own(wasm: bytes) -> None:
    extension = pyext_host.load(wasm, instances="per-thread")
    found: list[list[int]] = []

    def run() -> None:
        found.append([extension.count(), extension.count(), extension.m.count()])

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run()
    assert found == [[1, 2, 12]] * 4
    assert extension.echo([3]) == [3]
    with pytest.raises(ValueError, match="'shared' or 'per-thread'"):
        pyext_host.load(wasm, instances="many")  # type: ignore[call-overload]


def test_a_fresh_instance_has_classes_for_its_objects() -> None:
    extension = pyext_host.load(behaviour.guest())
    fresh = extension.fresh()
    first, other = extension.Counter(1), fresh.Counter(1)
    assert type(first) is extension.Counter
    assert type(other) is fresh.Counter
    assert isinstance(other, extension.Counter)
    assert not isinstance(first, fresh.Counter)
    assert fresh.Counter.__qualname__ == "Counter"
    assert fresh.Counter.__doc__ == "Counts."
    assert (extension.live(), fresh.live()) == (1, 1)
    assert (other.add(5), other.value, first.value) == (6, 6, 1)
    assert first != other
    assert (first == other) is False
    for cls, wrong in ((extension.Counter, other), (fresh.Counter, first)):
        with pytest.raises(TypeError, match="of another instance"):
            cls.add(wrong, 1)
        with pytest.raises(TypeError, match="of another instance"):
            cls.close(wrong)
    other.close()
    assert (extension.live(), fresh.live()) == (1, 0)
    del fresh
    other = None
    gc.collect()
    assert first.add(1) == 2


def test_objects_keep_their_instance() -> None:
    made = pyext_host.load(behaviour.guest()).fresh().Counter(3)
    gc.collect()
    assert made.add(1) == 4


def test_objects_of_threads_stay_in_the_instance_that_has_made_them() -> None:
    extension = pyext_host.load(behaviour.guest(), instances="per-thread")
    mine = extension.Counter(1)
    assert isinstance(mine, extension.Counter)
    found: list[Any] = []

    def run() -> None:
        theirs = extension.Counter(10)
        found.extend((theirs, extension.live(), mine.add(1), extension.Counter.add(mine, 1)))
        with pytest.raises(TypeError, match="of another instance"):
            extension.total([theirs, mine])
        found.append(extension.total([theirs, extension.Counter.zero()]))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    theirs, *others = found
    assert others == [1, 2, 3, 10]
    # The thread is gone, and its object is not.
    assert (theirs.add(1), extension.live()) == (11, 1)
    del theirs
    found.clear()

    class Derived(extension.Counter):  # type: ignore[misc, name-defined]
        pass

    with pytest.raises(TypeError, match="Derived cannot derive from Counter"):
        Derived(1)


def test_calls_can_be_awaited(wasm: bytes) -> None:
    extension = pyext_host.load(wasm, instances="per-thread")

    async def run() -> list[Any]:
        many = [extension.aio.echo([i]) for i in range(20)]
        found = await asyncio.gather(*many, extension.aio.m.count())
        with pytest.raises(TrapError):
            await extension.aio.deep(1)
        return found

    found = asyncio.run(run())
    assert found[:20] == [[i] for i in range(20)]
    with pytest.raises(AttributeError):
        _ = extension.aio.nothing
    assert dir(extension.aio) == dir(extension)
    workers = {t.name for t in threading.enumerate() if t.name.startswith("pyext")}
    assert len(workers) <= 2 * (os.cpu_count() or 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_calls_can_be_awaited_in_a_forked_child(wasm: bytes, tmp_path: Path) -> None:
    (tmp_path / "guest.wasm").write_bytes(wasm)
    program = f"""
import asyncio, os, signal, pyext_host
extension = pyext_host.load({str(tmp_path / "guest.wasm")!r})

async def count():
    return await extension.aio.count()

assert asyncio.run(count()) == 1
child = os.fork()
if child == 0:
    signal.alarm(20)  # ends the child in any case
    os._exit(asyncio.run(count()))
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), asyncio.run(count()))
"""
    assert printed(program) == "2 2\n"


def test_a_trap_says_where_the_guest_was(wasm: bytes) -> None:
    extension = pyext_host.load(wasm)
    with pytest.raises(TrapError) as caught:
        extension.deep(2)
    lines = caught.value.backtrace.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("  in deep at 0x") for line in lines)
    with pytest.raises(TrapError) as caught:
        extension.deep(1000)
    lines = caught.value.backtrace.splitlines()
    assert len(lines) == 17
    assert lines[-1] == "  and others"
    if sys.version_info >= (3, 11):
        assert "in deep at 0x" in caught.value.__notes__[0]
    assert pickle.loads(pickle.dumps(caught.value)).backtrace == caught.value.backtrace
    assert str(caught.value) == "wasm trap: unreachable"
    assert PanicError("x").backtrace == ""


PACKAGE = """
import os
from pyext_host import load as _load
_extension = _load(os.path.join(os.path.dirname(__file__), "packed.wasm"), name=__name__)
count, echo = _extension.count, _extension.echo
"""
PROGRAM = """
import concurrent.futures, copy, multiprocessing, pickle, sys
import packed
if __name__ == "__main__":
    assert packed.count() == 1
    for f in (packed.count, packed.echo):
        assert copy.copy(f) is copy.deepcopy(f) is pickle.loads(pickle.dumps(f)) is f
    # A fork goes on with the state, a new process begins with none.
    for method, count in (("spawn", 1), ("fork", 2)):
        if method not in multiprocessing.get_all_start_methods():
            continue
        context = multiprocessing.get_context(method)
        with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
            assert pool.submit(packed.count).result(60) == count
            assert list(pool.map(packed.echo, [[1], [2, 3]])) == [[1], [2, 3]]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        assert list(pool.map(packed.echo, [[i] for i in range(50)])) == [[i] for i in range(50)]
    print("done")
"""


def test_functions_go_to_other_processes_by_their_names(wasm: bytes, tmp_path: Path) -> None:
    package = tmp_path / "packed"
    package.mkdir()
    (package / "packed.wasm").write_bytes(wasm)
    (package / "__init__.py").write_text(PACKAGE)
    (tmp_path / "program.py").write_text(PROGRAM)
    done = python("program.py", cwd=tmp_path, path=[tmp_path])
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


def test_threads_of_a_pool_may_share_one_instance(wasm: bytes) -> None:
    extension = pyext_host.load(wasm)
    assert copy.copy(extension.count) is extension.count
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: extension.count(), range(200)))
    assert sorted(found) == list(range(1, 201))
