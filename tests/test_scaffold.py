"""What `cargo pyext new` writes builds and passes its own tests, by the commands of its README."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import ENVIRONMENT, Wheel, make_venv, run, tool


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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals in Python")
def test_new_asks_on_a_terminal_and_not_if_it_shall_be_quiet(tmp_path: Path) -> None:
    import pty

    def new(*options: str) -> tuple[int, str]:
        ours, its = pty.openpty()
        command = [tool("cargo"), "pyext", "new", *options]
        with subprocess.Popen(
            command, cwd=tmp_path, env=ENVIRONMENT, stdin=its, stderr=subprocess.STDOUT, stdout=its
        ) as process:
            os.close(its)
            os.write(ours, b"tally\nclass\n")
            said = b""
            # A terminal whose other end is closed is an error on Linux, and an end elsewhere.
            with contextlib.suppress(OSError):
                while piece := os.read(ours, 4096):
                    said += piece
            os.close(ours)
        return process.returncode, said.decode()

    status, said = new("-q", "--vcs", "none")
    assert (status, list(tmp_path.iterdir())) == (2, [])
    assert "PX508" in said
    status, said = new("--vcs", "none")
    assert status == 0, said
    assert "Name of the extension [my-extension]: " in said
    assert "pub struct Mean" in (tmp_path / "tally" / "src" / "lib.rs").read_text()
