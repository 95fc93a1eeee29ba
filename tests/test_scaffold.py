"""What `cargo pyext new` writes builds and passes its own tests, by the commands of its README."""

from __future__ import annotations

from pathlib import Path

from support import Wheel, make_venv, run


def test_its_rust_tests_pass_natively(scaffold: Path) -> None:
    assert "test result: ok. 1 passed" in run("cargo", "test", cwd=scaffold)


def test_its_python_tests_pass_on_the_installed_wheel(
    scaffold: Path, scaffold_wheel: Wheel, tmp_path: Path
) -> None:
    venv = make_venv(tmp_path / "venv")
    venv.pip("install", "--quiet", "pytest", scaffold_wheel.path)
    assert " passed" in run(venv.python, "-m", "pytest", "-q", cwd=scaffold)


def test_rustfmt_and_clippy_have_no_complaint(scaffold: Path) -> None:
    run("cargo", "fmt", "--check", cwd=scaffold)
    run("cargo", "clippy", "--all-targets", "--", "--deny", "warnings", cwd=scaffold)


def test_ruff_and_mypy_have_no_complaint_about_its_python(
    scaffold: Path, scaffold_wheel: Wheel, tmp_path: Path
) -> None:
    # The tests know the module as their own, whatever its name: so does ruff once it is told.
    own = f'lint.isort.known-first-party=["{scaffold_wheel.module}"]'
    run("ruff", "check", "--isolated", "--config", own, scaffold)
    run("ruff", "format", "--check", "--isolated", scaffold)
    # pytest has types too, and stands where these tests run.
    venv = make_venv(tmp_path / "venv")
    venv.pip("install", "--quiet", "pytest", scaffold_wheel.path)
    run("mypy", "--strict", "--python-executable", venv.python, scaffold / "tests")


def test_check_finds_nothing_in_its_module(scaffold: Path) -> None:
    run("cargo", "pyext", "build", cwd=scaffold)
    run("cargo", "pyext", "check", cwd=scaffold)
