"""An Extism plug-in: the bytes of the numbers go in, and come back."""

from __future__ import annotations

import struct
from typing import Any

import extism
import numpy

from ..artifacts import Artifacts
from ..peers.extism import NAME as NAME
from . import Scale

FACTOR = struct.Struct("<d")


def load(artifacts: Artifacts) -> Scale:
    plugin = extism.Plugin(artifacts.guest("extism", "arrays").read_bytes())

    def scale(numbers: Any, by: float) -> None:
        data = b"".join((numbers, FACTOR.pack(by)))
        # With no `parse` it is the plug-in's own memory, from which they are copied once.
        numbers[:] = numpy.frombuffer(plugin.call("scale", data, parse=None))

    return Scale(numpy.array, scale)
