"""`cargo pyext develop` and `watch`: editable installations in environments of every maker."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import ENVIRONMENT, Venv, attempt, make_crate, make_venv, run

LIB = """#![cfg_attr(target_family = "wasm", no_std)]
/// Says hello.
#[pyext::export]
pub fn hello() -> u32 {{
    {number}
}}
"""


def crate_at(folder: Path, name: str = "developed") -> Path:
    return make_crate(folder, name, {"src/lib.rs": LIB.format(number=1)})


@pytest.fixture
def crate(tmp_path: Path) -> Path:
    return crate_at(tmp_path / "a crate")


def by_venv(folder: Path) -> None:
    run(sys.executable, "-m", "venv", folder)


def by_virtualenv(folder: Path) -> None:
    run("virtualenv", "--quiet", "--python", sys.executable, folder)


def by_uv(folder: Path) -> None:
    run("uv", "venv", "--quiet", "--python", sys.executable, folder)


@pytest.mark.parametrize("make", [by_venv, by_virtualenv, by_uv])
def test_an_environment_of_any_maker_imports_the_newest_build(
    make: Callable[[Path], None], crate: Path, tmp_path: Path
) -> None:
    venv = Venv(tmp_path / "an env")
    make(venv.folder)
    active = {"VIRTUAL_ENV": str(venv.folder)}
    for number in (1, 2):
        (crate / "src" / "lib.rs").write_text(LIB.format(number=number), encoding="utf-8")
        answer = json.loads(
            run("cargo", "pyext", "develop", "--message-format=json", cwd=crate, env=active)
        )
        assert answer["environment"] == str(venv.folder)
        assert answer["module"] == "developed"
        said = run(venv.python, "-c", "import developed; print(developed.hello())", cwd=tmp_path)
        assert said.strip() == str(number)
    uv = ["uv", "pip", "list", "--format=json", "--python", str(venv.python)]
    packages = {p["name"]: p for p in json.loads(run(*uv))}
    assert packages["developed"]["editable_project_location"] == str(crate)
    run("uv", "pip", "check", "--python", venv.python)
    run("uv", "pip", "uninstall", "--python", venv.python, "developed")
    assert attempt(venv.python, "-c", "import developed", cwd=tmp_path).returncode == 1


def test_it_takes_the_place_of_what_pip_installed_and_pip_takes_its(
    crate: Path, tmp_path: Path
) -> None:
    run("cargo", "pyext", "wheel", "--out", tmp_path, cwd=crate)
    (wheel,) = tmp_path.glob("*.whl")
    venv = make_venv(crate / ".venv")
    venv.pip("install", wheel)
    where = "import developed; print(developed.__file__)"
    assert str(venv.folder) in run(venv.python, "-c", where)
    packed = run("cargo", "pyext", "wheel", "--editable", "--message-format=json", cwd=crate)
    # Apart from what can be published, which has the same name.
    assert Path(json.loads(packed)["file"]).parent.name == "editable"
    done = attempt("cargo", "pyext", "develop", "--extra", "no_such", cwd=crate)
    assert done.returncode == 0, done.stderr
    assert "warning[PX438]: the package has no extra `no_such`" in done.stderr
    assert str(venv.folder) not in run(venv.python, "-c", where)
    assert "Editable project location" in venv.pip("show", "developed")
    venv.pip("install", "--force-reinstall", "--no-deps", wheel)
    assert str(venv.folder) in run(venv.python, "-c", where)
    site = Path(
        run(venv.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    )
    assert not list(site.glob("*editable*"))
    assert len(list(site.glob("developed*"))) == 2


def test_what_a_killed_installation_left_is_put_right(crate: Path) -> None:
    venv = make_venv(crate / ".venv")
    run("cargo", "pyext", "develop", cwd=crate)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(run(venv.python, "-c", code).strip())
    (info,) = site.glob("developed-*.dist-info")
    for left in (["METADATA"], ["RECORD"], ["RECORD", "METADATA", "WHEEL"]):
        for name in left:
            (info / name).unlink()
        run("cargo", "pyext", "develop", "--no-deps", cwd=crate)
        assert "Version: 0.1.0" in venv.pip("show", "developed")
        run(venv.python, "-c", "import developed")
    manifest = crate / "Cargo.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("0.1.0", "0.2.0"), encoding="utf-8")
    run("cargo", "pyext", "develop", "--no-deps", cwd=crate)
    assert [path.name for path in site.glob("developed-*")] == ["developed-0.2.0.dist-info"]


def test_without_an_environment_nothing_is_compiled(crate: Path) -> None:
    env = {"VIRTUAL_ENV": "", "CONDA_PREFIX": ""}
    done = attempt("cargo", "pyext", "develop", cwd=crate, env=env)
    assert done.returncode == 2
    assert done.stderr == (
        "error[PX901]: there is no virtual environment to install into\n"
        "  = note: none is active, and there is no `.venv` in this folder or one above it\n"
        "  = help: python3 -m venv .venv\n"
        "          or name one: --python PATH\n"
    )


@dataclass(frozen=True)
class Watch:
    """`watch` with a command that writes a line of a number and its process, and runs on."""

    process: subprocess.Popen[bytes]
    log: Path
    said: Path

    def wait(self, number: int) -> int:
        """Waits for the number and gives the process that has written it."""
        for _ in range(600):
            text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
            lines = dict(line.split() for line in text.splitlines(keepends=True) if "\n" in line)
            if str(number) in lines:
                return int(lines[str(number)])
            assert self.process.poll() is None, self.said.read_text(encoding="utf-8")
            time.sleep(0.1)
        raise AssertionError(self.said.read_text(encoding="utf-8"))


@pytest.fixture
def watched(crate: Path, tmp_path: Path) -> Iterator[Watch]:
    venv = make_venv(crate / ".venv")
    log, said = tmp_path / "log", tmp_path / "said"
    code = f"""
import os, time, developed
with open({str(log)!r}, "a") as log:
    log.write(f"{{developed.hello()}} {{os.getpid()}}\\n")
time.sleep(600)
"""
    command = ["cargo", "pyext", "watch", "--", str(venv.python), "-c", code]
    with said.open("w") as file:
        process = subprocess.Popen(command, cwd=crate, env=ENVIRONMENT, stderr=file)
        yield Watch(process, log, said)
        process.kill()
        process.wait()


def is_running(process: int) -> bool:
    """Whether there is such a process; one that has just been ended may take a moment."""
    for _ in range(30):
        # One that has ended stays in the list, as Z, until its parent has asked.
        state = attempt("ps", "-o", "stat=", "-p", str(process)).stdout
        if not state or state.startswith("Z"):
            return False
        time.sleep(0.1)
    return True


def test_watch_builds_after_a_change_survives_a_mistake_and_ends_its_command(
    watched: Watch, crate: Path
) -> None:
    lib = crate / "src" / "lib.rs"
    first = watched.wait(1)
    lib.write_text("mistake", encoding="utf-8")
    time.sleep(3)
    lib.write_text(LIB.format(number=7), encoding="utf-8")
    second = watched.wait(7)
    assert not is_running(first)
    # A file that no build reads changes nothing.
    (crate / "target").mkdir()
    (crate / "target" / "x").write_text("", encoding="utf-8")
    time.sleep(1.5)
    assert len(watched.log.read_text(encoding="utf-8").splitlines()) == 2
    assert watched.wait(7) == second
    watched.process.send_signal(signal.SIGINT)
    assert watched.process.wait(10) == -signal.SIGINT
    assert not is_running(second)


# Seconds for a build of a small crate on a busy machine.
PATIENCE = 60


def test_what_is_typed_goes_to_the_command_of_watch(crate: Path) -> None:
    code = "print('hello', input('name? ').upper())"
    command = ["cargo", "pyext", "watch", "--no-install", "--", sys.executable, "-c", code]
    # Where tests run in the background, Ctrl-C is ignored from the start.
    heeds = "signal.signal(signal.SIGINT, signal.SIG_DFL)"
    program = f"import pty, signal, sys; {heeds}; pty.spawn(sys.argv[1:])"
    in_terminal = [sys.executable, "-c", program]
    with subprocess.Popen(
        [*in_terminal, *command],
        cwd=crate,
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as terminal:
        assert terminal.stdin
        assert terminal.stdout
        said = b""

        def wait_for(text: bytes, again: bytes = b"") -> None:
            nonlocal said
            assert terminal.stdout
            while text not in said:
                patience = 3 if again else PATIENCE
                ready, _, _ = select.select([terminal.stdout], [], [], patience)
                if again and not ready:
                    type_in(again)
                    again = b""
                    continue
                more = os.read(terminal.stdout.fileno(), 1024) if ready else b""
                assert more, said
                said += more
            said = said.partition(text)[2]

        def type_in(text: bytes) -> None:
            assert terminal.stdin
            terminal.stdin.write(text)
            terminal.stdin.flush()

        try:
            wait_for(b"name? ")
            type_in(b"Ada\n")
            wait_for(b"hello ADA")
            (crate / "src" / "lib.rs").write_text(LIB.format(number=2), encoding="utf-8")
            wait_for(b"name? ")
            type_in(b"Bob\n")
            wait_for(b"hello BOB")
            (crate / "src" / "lib.rs").write_text(LIB.format(number=3), encoding="utf-8")
            wait_for(b"name? ")
            # Ctrl-C, which ends the command, and `watch` with it. Once more if nothing comes:
            # Python does not look at one that comes between its prompt and its reading.
            type_in(b"\x03")
            wait_for(b"KeyboardInterrupt", again=b"\x03")
            assert terminal.wait(10) == 0
        finally:
            terminal.kill()


def test_a_command_of_watch_that_cannot_be_run_is_an_error(crate: Path) -> None:
    done = attempt("cargo", "pyext", "watch", "--no-install", "--", "no-such-program", cwd=crate)
    assert done.returncode == 2
    assert done.stderr == (
        "error[PX908]: the command cannot be run\n"
        "  --> no-such-program\n"
        "  = note: there is no such file, or program on PATH\n"
        "  = help: cargo pyext watch -- COMMAND ARGUMENTS\n"
    )
