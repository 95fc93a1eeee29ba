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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts long files first: one that begins last would run alone."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


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


@pytest.fixture(scope="session")
def everything_wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    """The wheel of an extension that uses every feature."""
    return build_wheel(ROOT / "tests" / "everything", tmp_path_factory.mktemp("everything"))


@pytest.fixture(scope="session")
def behaviour_wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    """The wheel of an extension with classes, iterators, imports and callables."""
    return build_wheel(ROOT / "tests" / "behaviour", tmp_path_factory.mktemp("behaviour"))


@pytest.fixture(scope="session")
def query_wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    """The wheel of the query example."""
    # It is large: to optimise it takes twice as long as to compile it.
    fast = ["opt-level=0", "lto=false", "codegen-units=16"]
    options = [word for setting in fast for word in ("--config", f"profile.pyext.{setting}")]
    out = tmp_path_factory.mktemp("query")
    return build_wheel(ROOT / "examples" / "query", out, "--no-wasm-opt", *options)


KINDS = {"no-std": [], "std": ["--std"]}


@pytest.fixture(scope="session")
def scaffolds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Crates as `cargo pyext new` writes them."""
    home = tmp_path_factory.mktemp("scaffolds")
    for kind, options in KINDS.items():
        run("cargo", "pyext", "new", *options, f"fresh-{kind}", cwd=home)
    return {kind: home / f"fresh-{kind}" for kind in KINDS}


@pytest.fixture(scope="session")
def scaffold_wheels(
    scaffolds: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Wheel]:
    """Their wheels."""
    home = tmp_path_factory.mktemp("wheels")
    return {kind: build_wheel(crate, home / kind) for kind, crate in scaffolds.items()}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of scaffold."""
    return str(request.param)


@pytest.fixture
def scaffold(scaffolds: dict[str, Path], kind: str) -> Path:
    """The crate of this kind."""
    return scaffolds[kind]


@pytest.fixture
def scaffold_wheel(scaffold_wheels: dict[str, Wheel], kind: str) -> Wheel:
    """The wheel of this kind."""
    return scaffold_wheels[kind]


@pytest.fixture(params=["markdown", "everything", "behaviour", *KINDS])
def wheel(request: pytest.FixtureRequest) -> Wheel:
    """Each wheel that these tests build."""
    if request.param in KINDS:
        wheels: dict[str, Wheel] = request.getfixturevalue("scaffold_wheels")
        return wheels[request.param]
    built: Wheel = request.getfixturevalue(f"{request.param}_wheel")
    return built


def commonmark_examples() -> list[dict[str, Any]]:
    """The examples of the CommonMark specification."""
    folder = Path(os.environ.get("PYEXT_COMMONMARK") or ROOT / "target" / "xtask" / "commonmark")
    path = folder / "commonmark.json"
    assert path.exists(), f"{path} is not there; `cargo xtask setup` fetches it"
    examples: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return examples
