"""A native module with PyO3."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module

from ..artifacts import Artifacts
from ..peers.native import NAME as NAME
from . import NAMES, Trip, trips_of_objects


def load(artifacts: Artifacts) -> Mapping[str, Trip]:
    sys.path.insert(0, str(artifacts.native()))
    module = import_module("bench_native")
    return trips_of_objects(
        {name: getattr(module, name) for name in NAMES},
        module.Point,
        module.Entry,
        [
            (module.Shape.Empty, ()),
            (module.Shape.Circle, ("_0",)),
            (module.Shape.Rectangle, ("_0", "_1")),
            (module.Shape.Label, ("_0",)),
        ],
        [module.Color.Red, module.Color.Green, module.Color.Blue],
        module.Rights,
    )
