"""A native module with PyO3."""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module

from ..artifacts import Artifacts
from ..peers.native import NAME as NAME
from . import Behaviour, scale


def load(artifacts: Artifacts) -> Behaviour:
    sys.path.insert(0, str(artifacts.native()))
    module = import_module("bench_native")
    counter = module.Counter(7)
    return Behaviour(
        method=counter.add,
        count=lambda: counter.count,
        numbers=module.Numbers,
        scaled=partial(module.scaled, scale),
        apply=module.apply,
    )
