"""An Extism plug-in through Extism's Python SDK. A call carries bytes in and bytes out."""

from __future__ import annotations

import struct
from functools import partial
from importlib.metadata import version

import extism
from extism.extism import CompiledPlugin

from ..artifacts import Artifacts
from . import Fresh, Pair, Peer, TwoSum

NAME = "Extism"
PAIR = struct.Struct("<II")


def load(artifacts: Artifacts) -> Peer:
    compiled = CompiledPlugin(artifacts.guest("extism").read_bytes())
    plugin = extism.Plugin(compiled)

    def add(a: int, b: int, plugin: extism.Plugin = plugin) -> int:
        return int.from_bytes(plugin.call("add", PAIR.pack(a, b), parse=bytes), "little")

    def greet(name: str) -> str:
        text: str = plugin.call("greet", name, parse=lambda data: bytes(data).decode())
        return text

    def search(export: str) -> TwoSum:
        def two_sum(numbers: list[int], target: int) -> Pair:
            data = struct.pack(f"<q{len(numbers)}q", target, *numbers)
            result = plugin.call(export, data, parse=bytes)
            if not result:
                return None
            first, second = PAIR.unpack(result)
            return first, second

        return two_sum

    return Peer(
        name=NAME,
        version=version("extism"),
        add=add,
        greet=greet,
        two_sum=search("two_sum"),
        two_sum_hash=search("two_sum_hash"),
        fresh=Fresh(partial(extism.Plugin, compiled), lambda other: add(20, 22, other)),
    )
