"""The lists of Python tools can be installed on every Python that the README promises."""

from __future__ import annotations

import sys

import pytest
from support import ROOT, run

# programs.txt is not among them: it is installed whatever Python its packages ask for.
LISTS = [
    "xtask/requirements/demo.txt",
    "xtask/requirements/host.txt",
    "xtask/requirements/test.txt",
    "bench/requirements.txt",
]


@pytest.mark.parametrize("name", LISTS)
def test_its_packages_exist_for_each_python_from_3_9_on(name: str) -> None:
    resolve = ["pip", "compile", "--universal", "--python-version", "3.9"]
    run("uv", *resolve, "--python", sys.executable, ROOT / name)
