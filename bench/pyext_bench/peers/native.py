"""A native module with PyO3, built for this machine and this Python."""

from __future__ import annotations

import sys
from importlib import import_module

from ..artifacts import Artifacts
from ..lockfile import locked
from . import Peer

NAME = "PyO3 (native)"


def load(artifacts: Artifacts) -> Peer:
    sys.path.insert(0, str(artifacts.native()))
    module = import_module("bench_native")
    version = locked(artifacts.bench / "native" / "Cargo.lock", "pyo3")
    return Peer(
        name=NAME,
        version=version,
        add=module.add,
        greet=module.greet,
        two_sum=module.two_sum,
        two_sum_hash=module.two_sum_hash,
    )
