"""pyext with an array of `extension.empty`, which stays in the guest."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from ..artifacts import Artifacts
from ..peers import pyext
from . import Scale

NAME = f"{pyext.NAME}, extension.empty"


def load(artifacts: Artifacts) -> Scale:
    sys.path.insert(0, str(artifacts.root / "host" / "src"))
    extension = import_module("pyext_host").load(artifacts.pyext("arrays"))

    def own(numbers: list[float]) -> Any:
        array = extension.empty(len(numbers), "f8")
        array[:] = numbers
        return array

    return Scale(own, extension.scale)
