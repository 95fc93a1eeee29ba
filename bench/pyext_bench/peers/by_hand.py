"""A core module through wasmtime-py's public API, as its documentation teaches."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import partial
from importlib.metadata import version

from wasmtime import Func, Instance, Memory, Module, Store

from ..artifacts import Artifacts
from . import Fresh, Pair, Peer, TwoSum

NAME = "wasmtime by hand"


def exports(store: Store, module: Module) -> tuple[Callable[[str], Func], Memory]:
    """What gives the functions of a new instance by their names, and its memory."""
    found = Instance(store, module, []).exports(store)

    def function(name: str) -> Func:
        export = found[name]
        assert isinstance(export, Func)
        return export

    memory = found["memory"]
    assert isinstance(memory, Memory)
    return function, memory


def load(artifacts: Artifacts) -> Peer:
    store = Store()
    module = Module.from_file(store.engine, str(artifacts.guest("hand-written")))
    function, memory = exports(store, module)
    allocate, deallocate = function("allocate"), function("deallocate")
    greet_export, free_string = function("greet"), function("free_string")

    def greet(name: str) -> str:
        data = name.encode()
        # Addresses come back signed.
        argument = allocate(store, len(data)) & 0xFFFF_FFFF
        memory.write(store, data, argument)
        packed = greet_export(store, argument, len(data))
        address, length = packed & 0xFFFF_FFFF, packed >> 32 & 0xFFFF_FFFF
        text: str = memory.read(store, address, address + length).decode()
        free_string(store, address, length)
        deallocate(store, argument, len(data))
        return text

    def search(export: Func) -> TwoSum:
        def two_sum(numbers: list[int], target: int) -> Pair:
            data = struct.pack(f"<{len(numbers)}q", *numbers)
            argument = allocate(store, len(data)) & 0xFFFF_FFFF
            memory.write(store, data, argument)
            packed = export(store, argument, len(numbers), target)
            deallocate(store, argument, len(data))
            return None if packed == -1 else (packed & 0xFFFF_FFFF, packed >> 32)

        return two_sum

    def fresh() -> tuple[Store, Instance]:
        other = Store(store.engine)
        return other, Instance(other, module, [])

    def call(made: tuple[Store, Instance]) -> int:
        other, instance = made
        add = instance.exports(other)["add"]
        assert isinstance(add, Func)
        found: int = add(other, 20, 22)
        return found

    return Peer(
        name=NAME,
        version=version("wasmtime"),
        add=partial(function("add"), store),
        greet=greet,
        two_sum=search(function("two_sum")),
        two_sum_hash=search(function("two_sum_hash")),
        fresh=Fresh(fresh, call),
    )
