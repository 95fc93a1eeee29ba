"""pyext: the .wasm of `cargo pyext build`, loaded by `pyext_host`."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import version

from ..artifacts import Artifacts
from . import Fresh, Peer

NAME = "pyext"


def load(artifacts: Artifacts) -> Peer:
    sys.path.insert(0, str(artifacts.root / "host" / "src"))
    host = import_module("pyext_host")
    extension = host.load(artifacts.pyext())
    return Peer(
        name=NAME,
        version=f"this checkout, wasmtime {version('wasmtime')}",
        add=extension.add,
        greet=extension.greet,
        two_sum=extension.two_sum,
        two_sum_hash=extension.two_sum_hash,
        fresh=Fresh(extension.fresh, lambda other: other.add(20, 22)),
    )
