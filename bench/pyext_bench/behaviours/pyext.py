"""pyext."""

from __future__ import annotations

import sys
from importlib import import_module
from types import SimpleNamespace

from ..artifacts import Artifacts
from ..peers.pyext import NAME as NAME
from . import Behaviour, scale


def load(artifacts: Artifacts) -> Behaviour:
    sys.path.insert(0, str(artifacts.root / "host" / "src"))
    host = import_module("pyext_host")
    extension = host.load(artifacts.pyext("behaviour"), imports=SimpleNamespace(scale=scale))
    counter = extension.Counter(7)
    return Behaviour(
        method=counter.add,
        count=lambda: counter.count,
        numbers=extension.numbers,
        scaled=extension.scaled,
        apply=extension.apply,
    )
