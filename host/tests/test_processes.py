"""Forks, the end of Python, small stacks: each in a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from child import printed

TESTS = Path(__file__).parent
PREPARATION = """
import atexit, os, sys, threading, time
import builder, pyext_host

body = '''
(global $n (mut i32) (i32.const 0))
(func (export "count") (result i32)
  (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n))
(func $deep (export "deep") (call $deep))
(func (export "spin") (param $forever i32) (result i32)
  (i32.store8 (i32.const 6000) (i32.const 1))
  (loop $again (br_if $again (i32.and (local.get $forever) (i32.load8_u (i32.const 6000)))))
  (i32.const 7))
'''
text, described = builder.echo("string", "text")
wasm = builder.module(
    body + text,
    [
        described,
        builder.function("count", [], "u32"),
        builder.function("deep"),
        builder.function("spin", [("forever", "bool")], "u32"),
    ],
)
extension = pyext_host.load(wasm)
assert extension.count() == 1 and extension.spin(False) == 7 and extension.text("a") == "a"

def keep_busy():
    threading.Thread(target=extension.spin, args=(True,), daemon=True).start()
    m = extension.count.__globals__["m"]
    while m.view[6000] != 1 or m.lock.is_free:
        time.sleep(0.001)
"""


def run(program: str) -> str:
    """What the program prints; it must not hang or crash."""
    return printed(PREPARATION + program)


FORK = """
child = os.fork()
if child == 0:
    print(*(f() for f in CALLS), flush=True)
    os._exit(0)
ends = time.monotonic() + 20
while os.waitpid(child, os.WNOHANG)[0] == 0:
    if time.monotonic() > ends:
        os.kill(child, 9)
        print("the child hangs")
        break
    time.sleep(0.01)
sys.stdout.flush()
os._exit(0)
"""


def fork(calls: str) -> str:
    return FORK.replace("CALLS", calls)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_child_forked_at_rest_goes_on_with_the_state() -> None:
    assert run(fork("[extension.count, extension.count]")) == "2 3\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_child_forked_while_a_thread_is_in_a_call_starts_afresh() -> None:
    calls = "[extension.count, lambda: extension.text('b'), lambda: extension.spin(False)]"
    assert run("keep_busy()" + fork(calls)) == "1 b 7\n"
    # The same by the slow way, and another extension that nobody was in.
    calls = "[lambda: len(extension.text('b' * 9999)), extension.count, other.count]"
    program = "other = pyext_host.load(wasm)\nother.count()\nkeep_busy()"
    assert run(program + fork(calls)) == "9999 1 2\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_child_forked_while_a_thread_makes_the_first_call_compiles_again() -> None:
    program = """
from pyext_host import hot
fresh = pyext_host.load(wasm)
original, waiting, me = hot.Hot.function, threading.Event(), threading.get_ident()
def slow(self, is_slow):
    if threading.get_ident() != me:
        waiting.set()
        time.sleep(60)
    return original(self, is_slow)
hot.Hot.function = slow
threading.Thread(target=fresh.count, daemon=True).start()
waiting.wait()
def learned():
    return fresh.count.__globals__["slow"].__self__.hot
"""
    assert run(program + fork("[fresh.count, fresh.count, learned]")) == "1 2 True\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_child_does_not_wait_for_what_a_thread_of_the_parent_was_making() -> None:
    program = """
from pyext_host import shared
making = threading.Event()
def make():
    making.set()
    time.sleep(60)
threading.Thread(target=shared.once, args=("thing", make), daemon=True).start()
making.wait()
"""
    assert run(program + fork("[lambda: shared.once('thing', lambda: 5)]")) == "5\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_fork_inside_of_a_call_of_the_same_thread_changes_nothing() -> None:
    program = """
class Forking:
    def __del__(self):
        global child
        child = os.fork()
m = extension.count.__globals__["m"]
with m.entered(False):
    Forking()
    assert m.lock.is_here()
assert not m.lock.is_here() and m.lock.is_free
if child == 0:
    print(extension.count(), flush=True)
    os._exit(0)
os.waitpid(child, 0)
"""
    assert run(program) == "2\n"


def test_a_finaliser_that_calls_when_python_ends_does_not_wait_for_a_dead_thread() -> None:
    program = """
class Late:
    def __init__(self, name, call):
        self.name, self.call, self.error = name, call, pyext_host.PyextError
    def __del__(self, write=os.write):
        try:
            self.call()
        except self.error as e:
            write(1, f"{self.name} {e.kind}\\n".encode())
late = Late("hot", extension.count), Late("large", lambda text=extension.text: text("b" * 9999))
keep_busy()
"""
    assert sorted(run(program).splitlines()) == ["hot closed", "large closed"]


def test_a_lock_that_a_dead_thread_has_taken_but_not_used_yet_is_not_waited_for() -> None:
    program = """
class Late:
    def __del__(self, write=os.write, call=extension.count, error=pyext_host.TrapError):
        try:
            call()
        except error as e:
            write(1, e.kind.encode())
late = Late()
# With globals of its own: a thread that is left behind keeps them.
apart = {}
exec("def take(lock, sleep):\\n with lock.held(): sleep(600)", apart)
lock = extension.count.__globals__["m"].lock
threading.Thread(target=apart["take"], args=(lock, time.sleep), daemon=True).start()
while lock.is_free:
    time.sleep(0.001)
"""
    assert run(program) == "closed"


def test_a_thread_with_a_stack_of_1_mib_meets_a_trap_and_no_crash() -> None:
    program = """
def go():
    try:
        extension.deep()
    except pyext_host.TrapError as e:
        print(e.kind)
threading.stack_size(1024 * 1024)
thread = threading.Thread(target=go)
thread.start()
thread.join()
"""
    assert run(program) == "stack overflow\n"


def test_nothing_is_left_of_an_extension_that_is_gone() -> None:
    program = """
import gc, linecache
from pyext_host import state
def once():
    e = pyext_host.load(wasm)
    e.count(), e.text("a")
once()
gc.collect()
before = len(linecache.cache), len(state._alive)
for _ in range(5):
    once()
gc.collect()
print((len(linecache.cache), len(state._alive)) == before)
"""
    assert run(program) == "True\n"
