"""NumPy."""

from __future__ import annotations

from typing import Any

import numpy

from ..artifacts import Artifacts
from . import Scale

NAME = "NumPy"


def scale(numbers: Any, by: float) -> None:
    numbers *= by


def load(artifacts: Artifacts) -> Scale:
    return Scale(numpy.array, scale)
