"""The host as a package of its own: `pip install ./host`, then `pyext_host.load` on a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import ROOT, Venv, Wheel, make_venv, run


@pytest.fixture(scope="module")
def venv(tmp_path_factory: pytest.TempPathFactory) -> Venv:
    """An environment with the host, from its folder."""
    venv = make_venv(tmp_path_factory.mktemp("host") / "venv")
    venv.pip("install", "--quiet", ROOT / "host")
    return venv


@pytest.fixture
def module(markdown_wheel: Wheel, tmp_path: Path) -> Path:
    """A module, taken out of its wheel."""
    ((_, content),) = markdown_wheel.wasm()
    path = tmp_path / "markdown.wasm"
    path.write_bytes(content)
    return path


def test_its_requirements_are_met(venv: Venv) -> None:
    venv.pip("check")


def test_it_loads_a_file_without_a_wheel(venv: Venv, module: Path) -> None:
    code = f"""
import inspect, pyext_host
markdown = pyext_host.load({str(module)!r})
print(markdown.to_html("# Hi"), end="")
print(inspect.signature(markdown.to_html))
print(markdown.to_html.__doc__.splitlines()[0])
"""
    said = run(venv.python, "-c", code)
    assert said.splitlines() == [
        "<h1>Hi</h1>",
        "(markdown: str) -> str",
        "Converts CommonMark to HTML.",
    ]


def test_it_loads_bytes(venv: Venv, module: Path) -> None:
    code = f"""
import pathlib, pyext_host
print(pyext_host.load(pathlib.Path({str(module)!r}).read_bytes()).title("# Hi"))
"""
    assert run(venv.python, "-c", code).strip() == "Hi"
