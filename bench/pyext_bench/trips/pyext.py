"""pyext: the .wasm of `cargo pyext build`, loaded by `pyext_host`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module

from ..artifacts import Artifacts
from ..peers.pyext import NAME as NAME
from . import NAMES, Trip, trips_of_objects


def load(artifacts: Artifacts) -> Mapping[str, Trip]:
    sys.path.insert(0, str(artifacts.root / "host" / "src"))
    extension = import_module("pyext_host").load(artifacts.pyext("values,panic-format"))
    return trips_of_objects(
        {name: getattr(extension, name) for name in NAMES},
        extension.Point,
        extension.Entry,
        [
            (extension.ShapeEmpty, ()),
            (extension.ShapeCircle, ("value",)),
            (extension.ShapeRectangle, ("value0", "value1")),
            (extension.ShapeLabel, ("value",)),
        ],
        list(extension.Color),
        extension.Rights,
    )
