"""A native module with PyO3, which changes the buffer where it is."""

from __future__ import annotations

import sys
from importlib import import_module

import numpy

from ..artifacts import Artifacts
from ..peers.native import NAME as NAME
from . import Scale


def load(artifacts: Artifacts) -> Scale:
    sys.path.insert(0, str(artifacts.native()))
    return Scale(numpy.array, import_module("bench_native").scale)
