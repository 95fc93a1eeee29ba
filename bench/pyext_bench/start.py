"""The table of starts: a process that loads a peer and calls it once, over a bare Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from wasmtime import Engine, Module
from wasmtime.component import Component

from .artifacts import Artifacts
from .calls import Missing, SpeedTable, absent, table
from .peers import by_hand, component, extism, native, pyext, wasm3
from .processes import run_python
from .timing import Case, Timing

#: A process is long beside a call.
MOST_ROUNDS = 25
BARE = "bare Python"

PYEXT = """
import pyext_host
print(pyext_host.load({path!r}).add(20, 22))
"""
BY_HAND = """
from wasmtime import Engine, Instance, Module, Store
engine = Engine()
store = Store(engine)
module = Module.{load}(engine, {path!r})
print(Instance(store, module, []).exports(store)["add"](store, 20, 22))
"""
COMPONENT = """
from wasmtime import Engine, Store
from wasmtime.component import Component, Linker
engine = Engine()
store = Store(engine)
instance = Linker(engine).instantiate(store, Component.{load}(engine, {path!r}))
print(instance.get_func(store, "add")(store, 20, 22))
"""
EXTISM = """
import extism
with open({path!r}, "rb") as file:
    plugin = extism.Plugin(file.read())
arguments = (20).to_bytes(4, "little") + (22).to_bytes(4, "little")
print(int.from_bytes(plugin.call("add", arguments, parse=bytes), "little"))
"""
WASM3 = """
import wasm3
environment = wasm3.Environment()
runtime = environment.new_runtime({stack})
with open({path!r}, "rb") as file:
    runtime.load(environment.parse_module(file.read()))
print(runtime.find_function("add")(20, 22))
"""
NATIVE = """
import sys
sys.path.insert(0, {path!r})
import bench_native
print(bench_native.add(20, 22))
"""
NUMPY = """
import numpy
print(20 + 22)
"""


def start_table(artifacts: Artifacts, rounds: int) -> SpeedTable:
    """Measures them all."""
    cases = [Case(BARE, run_python, (artifacts, "print(20 + 22)"))]
    missing: list[Missing] = []
    for name, make in _programs(artifacts).items():
        try:
            cases.append(Case(name, run_python, (artifacts, make())))
        except Exception as error:  # Whatever stops a peer is a line of the table.
            missing.append(absent(name, error))
    found = table(
        "start",
        "A start: import, load and a first call",
        f"Processes of their own, {min(rounds, MOST_ROUNDS)} rounds, each with the files that its "
        "peer keeps from earlier runs: pyext and Extism have caches. By hand and for a component "
        "the module is compiled each time, or `deserialize_file` takes what was compiled before. "
        "`import numpy` is there as a measure.",
        cases,
        "42\n",
        min(rounds, MOST_ROUNDS),
    )
    return _over_bare(replace(found, missing=(*missing, *found.missing)))


def _programs(artifacts: Artifacts) -> dict[str, Callable[[], str]]:
    """For each peer what makes the text of its program."""
    core = partial(artifacts.guest, "hand-written")

    def around() -> Path:
        return artifacts.component(artifacts.guest("component"))

    return {
        pyext.NAME: lambda: PYEXT.format(path=str(artifacts.pyext())),
        by_hand.NAME: lambda: BY_HAND.format(load="from_file", path=str(core())),
        f"{by_hand.NAME}, deserialize_file": lambda: BY_HAND.format(
            load="deserialize_file", path=_compiled(core(), Module)
        ),
        component.NAME: lambda: COMPONENT.format(load="from_file", path=str(around())),
        f"{component.NAME}, deserialize_file": lambda: COMPONENT.format(
            load="deserialize_file", path=_compiled(around(), Component)
        ),
        extism.NAME: lambda: EXTISM.format(path=str(artifacts.guest("extism"))),
        wasm3.NAME: lambda: WASM3.format(path=str(core()), stack=wasm3.STACK),
        native.NAME: lambda: NATIVE.format(path=str(artifacts.native())),
        "`import numpy`": lambda: NUMPY,
    }


def _compiled(wasm: Path, kind: type[Module] | type[Component]) -> str:
    """The file for `deserialize_file`."""
    kept = wasm.with_suffix(".cwasm")
    kept.write_bytes(kind.from_file(Engine(), str(wasm)).serialize())
    return str(kept)


def _over_bare(found: SpeedTable) -> SpeedTable:
    """The same less what a bare Python takes, of which the text tells."""
    bare = next((timing for timing in found.timings if timing.peer == BARE), None)
    if bare is None:
        return found
    # Noise can make less than nothing of a peer that takes next to nothing.
    over = [
        Timing(t.peer, max(t.best - bare.best, 1e-6), max(t.median - bare.median, 1e-6))
        for t in found.timings
        if t is not bare
    ]
    milliseconds = f"{bare.best * 1e3:.2f} ms (median {bare.median * 1e3:.2f} ms)"
    text = f"{found.text} Each is less what a bare Python takes: {milliseconds}."
    return replace(found, text=text, timings=tuple(over))
