"""Says in JSON which of the requirements, one an argument, this environment does not meet."""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

try:
    from pip._vendor.packaging.requirements import Requirement
except Exception:
    try:
        from packaging.requirements import Requirement
    except Exception:
        Requirement = None


def found(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def is_met(text: str, extras: list[str]) -> bool:
    if Requirement is None:
        # Without the library nobody can judge versions and conditions; the name has to do.
        match = re.match(r"[A-Za-z0-9._-]+", text)
        return "extra ==" in text or match is None or found(match.group()) is not None
    requirement: Any = Requirement(text)
    marker = requirement.marker
    if marker and not any(marker.evaluate({"extra": extra}) for extra in ["", *extras]):
        return True
    have = found(requirement.name)
    return have is not None and requirement.specifier.contains(have, prereleases=True)


extras, *requirements = sys.argv[1:]
print(json.dumps([text for text in requirements if not is_met(text, extras.split())]))
