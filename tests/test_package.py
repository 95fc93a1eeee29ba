"""What would be published is whole: the packaged crates build, and the packaged tool works by itself."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest
from support import ROOT, TARGET, attempt, python, run

HOME = TARGET / "package"


@pytest.fixture(scope="module")
def packages() -> Path:
    """The folder with the packages of the workspace, each of which cargo has built from its package."""
    # Who works on the sources has changes that are not committed yet.
    run("cargo", "package", "--workspace", "--allow-dirty", env={"CARGO_TARGET_DIR": str(HOME)})
    return HOME / "package"


def contents(package: Path) -> set[str]:
    """The files in a package, without the folder that all are in."""
    with tarfile.open(package) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def test_each_package_has_its_licences_and_a_readme(packages: Path) -> None:
    names = {path.name.rsplit("-", 1)[0] for path in packages.glob("*.crate")}
    assert names >= {"pyext", "pyext-abi", "pyext-macros", "cargo-pyext"}
    for path in packages.glob("*.crate"):
        if not path.name.startswith("xtask"):
            files = contents(path)
            assert {"Cargo.toml", "README.md", "LICENSE-MIT", "LICENSE-APACHE"} <= files, path.name


def test_the_packaged_tool_has_its_templates_and_the_runtime(packages: Path) -> None:
    (package,) = packages.glob("cargo-pyext-*.crate")
    files = contents(package)
    for folder, home in (("templates", "templates"), ("host/src/pyext_host", "runtime")):
        sources = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        wanted = {path.relative_to(ROOT / folder).as_posix() for path in sources if path.suffix != ".pyc"}
        assert wanted
        assert {f"{home}/{name}" for name in wanted} <= files


def test_the_packaged_tool_makes_an_extension_without_the_checkout(
    packages: Path, tmp_path: Path
) -> None:
    (package,) = packages.glob("cargo-pyext-*.crate")
    with tarfile.open(package) as archive:
        archive.extractall(tmp_path)
    source = tmp_path / package.name.removesuffix(".crate")
    # Alone, as `cargo install` has it; the crates of ours that are not published yet come from here.
    patch = f'patch.crates-io.pyext-abi.path="{(ROOT / "abi").as_posix()}"'
    target = HOME / "installed"
    run(
        *("cargo", "build", "--config", patch),
        cwd=source,
        env={"CARGO_TARGET_DIR": str(target)},
    )
    path = os.pathsep.join([str(target / "debug"), os.environ["PATH"]])
    env = {"PATH": path, "PYEXT_CLI": ""}
    sdk = ROOT / "sdk"
    run("cargo", "pyext", "new", "alone", "--sdk", sdk, cwd=tmp_path, env=env)
    run("cargo", "pyext", "wheel", "--out", tmp_path / "out", cwd=tmp_path / "alone", env=env)
    (wheel,) = (tmp_path / "out").glob("*.whl")
    assert python("import alone; print(alone.greet('Ada'))", wheel).strip() == "Hello, Ada!"


def test_the_packaged_tool_asks_for_the_sdk_when_there_is_no_checkout(tmp_path: Path) -> None:
    tool = HOME / "installed" / "debug" / "cargo-pyext"
    done = attempt(tool, "pyext", "new", "alone", cwd=tmp_path)
    assert (done.returncode, (tmp_path / "alone").exists()) in {(2, False), (0, True)}
