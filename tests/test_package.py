"""What would be published is whole: the packaged crates build, and the packaged tool works."""

from __future__ import annotations

import tarfile
from pathlib import Path
from uuid import uuid4

import pytest
from support import ROOT, Wheel, python, run


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the packages; cargo has built each crate from its package."""
    # No path that was used before: for cargo a package of the same place and version is the same,
    # and it builds the others with what it has unpacked then.
    home = tmp_path_factory.mktemp("package") / uuid4().hex
    # Who works on the sources has changes that are not committed yet.
    run("cargo", "package", "--workspace", "--allow-dirty", env={"CARGO_TARGET_DIR": str(home)})
    return home / "package"


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
        wanted = {
            path.relative_to(ROOT / folder).as_posix() for path in sources if path.suffix != ".pyc"
        }
        assert wanted
        assert {f"{home}/{name}" for name in wanted} <= files


def test_the_packaged_tool_makes_an_extension(packages: Path, tmp_path: Path) -> None:
    # cargo builds each package from its own files alone; this is what came out.
    tool = packages.parent / "debug" / "cargo-pyext"
    run(tool, "pyext", "new", "alone", "--sdk", ROOT / "sdk", cwd=tmp_path)
    run(tool, "pyext", "wheel", "--out", tmp_path / "out", cwd=tmp_path / "alone")
    (path,) = (tmp_path / "out").glob("*.whl")
    site = Wheel(path, "alone").extract(tmp_path / "site")
    assert python("import alone; print(alone.greet('Ada'))", site).strip() == "Hello, Ada!"
