"""pyext with a NumPy array, which is copied into the guest and back."""

from __future__ import annotations

import sys
from importlib import import_module

import numpy

from ..artifacts import Artifacts
from ..peers.pyext import NAME as NAME
from . import Scale


def load(artifacts: Artifacts) -> Scale:
    sys.path.insert(0, str(artifacts.root / "host" / "src"))
    extension = import_module("pyext_host").load(artifacts.pyext("arrays"))
    return Scale(numpy.array, extension.scale)
