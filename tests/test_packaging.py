"""pyproject.toml, pure Python, sdist, and the build backend under pip, uv and build."""

from __future__ import annotations

import tarfile
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
from support import attempt, make_venv, run

pytestmark = pytest.mark.long

PYPROJECT = """
[project]
name = "Mixed.Up"
version = "2.0b1"
description = "Mixed"
license = "MIT"
requires-python = ">=3.9"
classifiers = ["Programming Language :: Rust"]
dependencies = []
optional-dependencies = { test = ["pytest; python_version > '3'"] }
scripts = { mixed-up = "mixed.main:main" }
urls = { Homepage = "https://example.org" }
"""
MAIN = """from mixed._native import greet


def main() -> None:
    print(greet("all"))
"""


@pytest.fixture(scope="module")
def crate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crate with pure Python around the extension."""
    home = tmp_path_factory.mktemp("mixed")
    run("cargo", "pyext", "new", "mixed", "--pyproject", cwd=home)
    crate = home / "mixed"
    manifest = (crate / "Cargo.toml").read_text(encoding="utf-8")
    manifest = manifest.replace('module-name = "mixed"', 'module-name = "mixed._native"')
    (crate / "Cargo.toml").write_text(manifest, encoding="utf-8")
    project = (crate / "pyproject.toml").read_text(encoding="utf-8")
    (system, _, _) = project.partition("\n[project]")
    (crate / "pyproject.toml").write_text(system + PYPROJECT, encoding="utf-8")
    for path, text in {
        "__init__.py": "from mixed._native import greet as greet\n",
        "main.py": MAIN,
        "data/table.csv": "a,b\n",
        "__pycache__/main.pyc": "",
        # What other tools have left there.
        "../../an env/pyvenv.cfg": "",
        "../../an env/lib/x.py": "",
        "../../wheels/mixed_up-1.0-py3-none-any.whl": "",
        "../../wheels/mixed_up-1.0.tar.gz": "",
    }.items():
        (crate / "python" / "mixed" / path).parent.mkdir(parents=True, exist_ok=True)
        (crate / "python" / "mixed" / path).write_text(text, encoding="utf-8")
    return crate


@pytest.fixture(scope="module")
def built(crate: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `python -m build` makes: the sdist, and the wheel from the sdist."""
    out = tmp_path_factory.mktemp("built")
    run("pyproject-build", "--outdir", out, cwd=crate)
    return out


def test_the_wheel_has_the_projects_metadata_and_its_pure_python(built: Path) -> None:
    with zipfile.ZipFile(built / "mixed_up-2.0b1-py3-none-any.whl") as wheel:
        names = wheel.namelist()
        text = wheel.read("mixed_up-2.0b1.dist-info/METADATA").decode()
        entry_points = wheel.read("mixed_up-2.0b1.dist-info/entry_points.txt").decode()
    for name in ["__init__.py", "main.py", "data/table.csv", "_native/__init__.py"]:
        assert f"mixed/{name}" in names
    assert "mixed/_native/_native.wasm" in names
    assert not [name for name in names if "__pycache__" in name]
    metadata = message_from_string(text)
    assert (metadata["Name"], metadata["Version"]) == ("Mixed.Up", "2.0b1")
    assert metadata["Summary"] == "Mixed"
    assert metadata.get_all("Classifier") == ["Programming Language :: Rust"]
    assert metadata.get_all("Provides-Extra") == ["test"]
    assert metadata.get_all("Requires-Dist") == [
        'wasmtime>=36; sys_platform != "emscripten"',
        "pytest; (python_version > '3') and extra == 'test'",
    ]
    assert entry_points == "[console_scripts]\nmixed-up = mixed.main:main\n\n"
    run("twine", "check", "--strict", *built.iterdir())


def test_the_sdist_holds_sources_and_local_dependencies_only(built: Path) -> None:
    with tarfile.open(built / "mixed_up-2.0b1.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"PKG-INFO", "Cargo.toml", "Cargo.lock", "pyproject.toml", "pyext_build.py"} <= names
    assert {"python/mixed/main.py", "src/lib.rs", "local/pyext/Cargo.toml"} <= names
    made = ("target", "an env", "wheels")
    assert not [name for name in names if "__pycache__" in name or name.startswith(made)]


def test_pip_installs_the_folder_and_then_editable(crate: Path, tmp_path: Path) -> None:
    venv = make_venv(tmp_path / "venv")
    for options in ([], ["--editable"]):
        venv.pip("install", *options, crate)
        script = venv.python.parent / "mixed-up"
        assert run(script, cwd=tmp_path).strip() == "Hello, all!"
    where = run(venv.python, "-c", "import mixed; print(mixed.__file__)", cwd=tmp_path)
    assert where.startswith(str(crate / "python"))
    assert "Editable project location" in venv.pip("show", "mixed-up")
    run("cargo", "pyext", "develop", "--python", venv.folder, cwd=crate)
    assert run(venv.python.parent / "mixed-up", cwd=tmp_path).strip() == "Hello, all!"
    venv.pip("check")


def test_uv_builds_too_and_twice_the_same(crate: Path, tmp_path: Path) -> None:
    wheels = []
    for out in (tmp_path / "1", tmp_path / "2"):
        run("uv", "build", "--quiet", "--wheel", "--out-dir", out, cwd=crate)
        wheels.append((out / "mixed_up-2.0b1-py3-none-any.whl").read_bytes())
    assert wheels[0] == wheels[1]


def test_without_the_tool_the_backend_says_what_is_missing(crate: Path, tmp_path: Path) -> None:
    code = "import pyext_build; pyext_build.build_wheel('.')"
    env = {"CARGO_PYEXT": "no-such-program", "CARGO_HOME": str(tmp_path)}
    done = attempt("python", "-c", code, cwd=crate, env=env)
    assert done.returncode == 1
    assert done.stderr == (
        "error: this package is built by `cargo pyext`, which is not on PATH\n"
        "  = help: cargo install cargo-pyext\n"
    )


def test_an_extension_in_the_way_of_pure_python_is_refused(crate: Path) -> None:
    taken = crate / "python" / "mixed" / "_native.py"
    taken.write_text("", encoding="utf-8")
    done = attempt("cargo", "pyext", "wheel", cwd=crate)
    taken.unlink()
    assert done.returncode == 2
    assert done.stderr.endswith(
        "error[PX431]: pure Python stands where the extension's module goes\n"
        f"  --> {taken}\n"
        "  = note: the extension is imported as `mixed._native`\n"
        "  = help: [package.metadata.pyext]\n"
        '          module-name = "mixed._native._native"\n'
    )
