"""What the end-to-end tests share: the tool under test, running programs, wheels, environments."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Union

ROOT = Path(__file__).resolve().parent.parent
# What they compile stays between runs, apart from the project's own targets. Cargo locks a folder
# while it compiles, so each of several processes has its own.
TARGET = Path(os.environ.get("PYEXT_E2E_TARGET") or ROOT / "target" / "xtask" / "end-to-end")
# Of this project's own extensions, as the other stages of the tests have it.
GUESTS = TARGET.parent / "guests"
TARGET /= os.environ.get("PYTEST_XDIST_WORKER", "")
# The cargo of a toolchain that has the wasm32 target, one word a line.
WASM_CARGO = os.environ.get("PYEXT_WASM_CARGO", "cargo").splitlines()
Argument = Union[str, Path]


def _environment() -> dict[str, str]:
    env = dict(os.environ)
    cli = env.get("PYEXT_CLI")
    if cli:
        env["PATH"] = os.pathsep.join([str(Path(cli).parent), env["PATH"]])
    env["CARGO_TARGET_DIR"] = str(TARGET)
    env["CARGO_TERM_COLOR"] = "never"
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    # The package under test is what is installed, not what lies around.
    env.pop("PYTHONPATH", None)
    return env


ENVIRONMENT = _environment()


def tool(name: str) -> str:
    """The path of a program that `cargo xtask setup` or the machine has."""
    found = shutil.which(
        name, path=os.pathsep.join([str(Path(sys.executable).parent), ENVIRONMENT["PATH"]])
    )
    assert found, f"there is no `{name}`; run the tests by `cargo xtask test end-to-end`"
    return found


def attempt(
    *command: Argument, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a program and gives its outcome, whatever it is."""
    words = [str(word) for word in command]
    return subprocess.run(
        [tool(words[0]), *words[1:]],
        cwd=cwd,
        env={**ENVIRONMENT, **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def run(*command: Argument, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """Runs a program that has to succeed and gives its stdout."""
    done = attempt(*command, cwd=cwd, env=env)
    words = " ".join(str(word) for word in command)
    assert done.returncode == 0, (
        f"`{words}` ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    )
    return done.stdout


@dataclass(frozen=True)
class Wheel:
    """A built wheel and the module that it holds."""

    path: Path
    module: str

    def extract(self, folder: Path) -> Path:
        """Unpacks it into `folder`: all that installing a pure wheel does to its modules."""
        with zipfile.ZipFile(self.path) as archive:
            archive.extractall(folder)
        return folder

    def wasm(self) -> list[tuple[str, bytes]]:
        """The modules of WebAssembly in it."""
        with zipfile.ZipFile(self.path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".wasm")]
            return [(name, archive.read(name)) for name in names]


def pyext_in(crate: Path, *command: Argument) -> str:
    """Runs `cargo pyext`; extensions of this project are compiled once for all tests."""
    own = ROOT in crate.parents
    env = {"CARGO_TARGET_DIR": str(GUESTS / crate.relative_to(ROOT))} if own else {}
    return run("cargo", "pyext", *command, cwd=crate, env=env)


def build_wheel(crate: Path, out: Path, *options: str) -> Wheel:
    """Runs `cargo pyext wheel` in `crate`."""
    pyext_in(crate, "wheel", "--out", out, *options)
    (path,) = out.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        (module,) = {name.split("/")[0] for name in archive.namelist() if ".dist-info/" not in name}
    return Wheel(path, module)


def make_crate(folder: Path, name: str, files: Mapping[str, str], manifest: str = "") -> Path:
    """Writes an ordinary crate that depends on the checkout's SDK."""
    sdk = (ROOT / "sdk").as_posix()
    text = f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "2024"\nlicense = "MIT"\n'
    text += manifest or f'[dependencies]\npyext = {{ path = "{sdk}" }}\n'
    text += "[workspace]\n"
    for path, content in {"Cargo.toml": text, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Venv:
    """A virtual environment as a user makes it."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def pip(self, *args: Argument) -> str:
        """Runs its pip."""
        return run(self.python, "-m", "pip", *args)


def make_venv(folder: Path) -> Venv:
    """Makes an empty virtual environment."""
    run(sys.executable, "-m", "venv", folder)
    return Venv(folder)


def python(code: str, *paths: Path, env: Mapping[str, str] | None = None) -> str:
    """Runs `code` in a fresh Python of the tools' environment that finds modules in `paths` too."""
    return run(
        sys.executable,
        "-c",
        code,
        env={"PYTHONPATH": os.pathsep.join(map(str, paths)), **(env or {})},
    )


def in_order(lines: Sequence[str], text: str) -> bool:
    """Whether all `lines` stand in `text`, in this order."""
    place = 0
    for line in lines:
        place = text.find(line, place)
        if place < 0:
            return False
        place += len(line)
    return True


def installed(wheel: Wheel, folder: Path) -> Venv:
    """An environment with nothing but the wheel: for type checkers, that read and run nothing."""
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    venv = Venv(folder)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    wheel.extract(Path(run(venv.python, "-c", code).strip()))
    return venv
