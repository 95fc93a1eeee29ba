"""Fixtures: each wheel is built once for all tests."""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support import ROOT, Wheel, build_wheel, run


@pytest.fixture(scope="session")
def markdown_wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    """The wheel of the Markdown example, around a crate that needs std."""
    return build_wheel(ROOT / "examples" / "markdown", tmp_path_factory.mktemp("markdown"))


@pytest.fixture(scope="session")
def markdown(markdown_wheel: Wheel, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The Markdown example, imported."""
    folder = markdown_wheel.extract(tmp_path_factory.mktemp("site"))
    sys.path.insert(0, str(folder))
    return import_module(markdown_wheel.module)


@pytest.fixture(scope="session", params=["no_std", "std"])
def scaffold(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crate as `cargo pyext new` writes it."""
    kind: str = request.param
    home = tmp_path_factory.mktemp(kind)
    options = ["--std"] if kind == "std" else []
    run("cargo", "pyext", "new", *options, f"fresh-{kind.replace('_', '-')}", cwd=home)
    return home / f"fresh-{kind.replace('_', '-')}"


@pytest.fixture(scope="session")
def scaffold_wheel(scaffold: Path, tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    """Its wheel."""
    return build_wheel(scaffold, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session", params=["markdown_wheel", "scaffold_wheel"])
def wheel(request: pytest.FixtureRequest) -> Wheel:
    """Each wheel that these tests build."""
    found: Wheel = request.getfixturevalue(request.param)
    return found


def commonmark_examples() -> list[dict[str, Any]]:
    """The examples of the CommonMark specification."""
    folder = Path(os.environ.get("PYEXT_COMMONMARK") or ROOT / "target" / "xtask" / "commonmark")
    path = folder / "commonmark.json"
    assert path.exists(), f"{path} is not there; `cargo xtask setup` fetches it"
    examples: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return examples
