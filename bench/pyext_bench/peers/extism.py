"""An Extism plug-in through Extism's Python SDK. A call carries bytes in and bytes out."""

from __future__ import annotations

import struct
from importlib.metadata import version

import extism

from ..artifacts import Artifacts
from . import Pair, Peer

NAME = "Extism"
PAIR = struct.Struct("<II")


def load(artifacts: Artifacts) -> Peer:
    plugin = extism.Plugin(artifacts.guest("extism").read_bytes())

    def add(a: int, b: int) -> int:
        return int.from_bytes(plugin.call("add", PAIR.pack(a, b), parse=bytes), "little")

    def greet(name: str) -> str:
        text: str = plugin.call("greet", name, parse=lambda data: bytes(data).decode())
        return text

    def two_sum(numbers: list[int], target: int) -> Pair:
        data = struct.pack(f"<q{len(numbers)}q", target, *numbers)
        result = plugin.call("two_sum", data, parse=bytes)
        if not result:
            return None
        first, second = PAIR.unpack(result)
        return first, second

    return Peer(NAME, version("extism"), add, greet, two_sum)
