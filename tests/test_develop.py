"""`cargo pyext develop` and `watch`: editable installations in environments of every maker."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
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
    run("cargo", "pyext", "develop", cwd=crate)
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


@pytest.fixture
def watched(crate: Path, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """`watch` with a command that writes a file; gives a function that waits for a line there."""
    venv = make_venv(crate / ".venv")
    log = tmp_path / "log"
    code = f"import developed; open({str(log)!r}, 'a').write(f'{{developed.hello()}}\\n')"
    command = ["cargo", "pyext", "watch", "--", str(venv.python), "-c", code]
    said = (tmp_path / "said").open("w")
    process = subprocess.Popen(command, cwd=crate, env=ENVIRONMENT, stderr=said)

    def wait(line: str) -> str:
        for _ in range(600):
            text = log.read_text(encoding="utf-8") if log.exists() else ""
            if line in text.splitlines():
                return text
            assert process.poll() is None, (tmp_path / "said").read_text(encoding="utf-8")
            time.sleep(0.1)
        raise AssertionError((tmp_path / "said").read_text(encoding="utf-8"))

    yield wait
    process.kill()
    process.wait()
    said.close()


def test_watch_builds_after_a_change_and_survives_a_mistake(
    watched: Callable[[str], str], crate: Path
) -> None:
    lib = crate / "src" / "lib.rs"
    watched("1")
    lib.write_text("mistake", encoding="utf-8")
    time.sleep(3)
    lib.write_text(LIB.format(number=7), encoding="utf-8")
    watched("7")
    # A file that no build reads changes nothing.
    (crate / "target").mkdir()
    (crate / "target" / "x").write_text("", encoding="utf-8")
    time.sleep(1.5)
    assert watched("7").splitlines()[-1] == "7"
    assert watched("7").splitlines().count("7") == 1


def test_a_command_of_watch_that_cannot_be_run_is_an_error(crate: Path) -> None:
    done = attempt("cargo", "pyext", "watch", "--no-install", "--", "no-such-program", cwd=crate)
    assert done.returncode == 2
    assert done.stderr == (
        "error[PX908]: the command cannot be run\n"
        "  --> no-such-program\n"
        "  = note: there is no such file, or program on PATH\n"
        "  = help: cargo pyext watch -- COMMAND ARGUMENTS\n"
    )
