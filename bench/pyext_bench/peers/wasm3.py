"""The hand-written core module through pywasm3, an interpreter with Python bindings in C."""

from __future__ import annotations

import struct
from importlib.metadata import version

import wasm3

from ..artifacts import Artifacts
from . import Fresh, Pair, Peer, TwoSum

NAME = "pywasm3"
STACK = 64 * 1024


def load(artifacts: Artifacts) -> Peer:
    environment = wasm3.Environment()
    wasm = artifacts.guest("hand-written").read_bytes()

    def fresh() -> wasm3.Runtime:
        runtime = environment.new_runtime(STACK)
        # A module belongs to the runtime that loads it: each parses its own.
        runtime.load(environment.parse_module(wasm))
        return runtime

    runtime = fresh()
    allocate, deallocate, free_string, add, greet_export = (
        runtime.find_function(name)
        for name in ("allocate", "deallocate", "free_string", "add", "greet")
    )

    def write(data: bytes) -> int:
        address: int = allocate(len(data)) & 0xFFFF_FFFF
        runtime.get_memory(0)[address : address + len(data)] = data
        return address

    def greet(name: str) -> str:
        data = name.encode()
        argument = write(data)
        packed = greet_export(argument, len(data))
        address, length = packed & 0xFFFF_FFFF, packed >> 32 & 0xFFFF_FFFF
        text = bytes(runtime.get_memory(0)[address : address + length]).decode()
        free_string(address, length)
        deallocate(argument, len(data))
        return text

    def search(name: str) -> TwoSum:
        export = runtime.find_function(name)

        def two_sum(numbers: list[int], target: int) -> Pair:
            data = struct.pack(f"<{len(numbers)}q", *numbers)
            argument = write(data)
            packed = export(argument, len(numbers), target)
            deallocate(argument, len(data))
            return None if packed == -1 else (packed & 0xFFFF_FFFF, packed >> 32)

        return two_sum

    return Peer(
        name=NAME,
        version=version("pywasm3"),
        add=add,
        greet=greet,
        two_sum=search("two_sum"),
        two_sum_hash=search("two_sum_hash"),
        fresh=Fresh(fresh, lambda other: other.find_function("add")(20, 22)),
    )
