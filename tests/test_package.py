"""What would be published is whole: the packaged crates build, and the packaged tool works."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import pytest
from support import ENVIRONMENT, ROOT, TARGET, Wheel, python, run

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the packages."""
    home = tmp_path_factory.mktemp("package")
    command = ["cargo", "package", "--workspace", "--exclude", "xtask", "--no-verify"]
    # Who works on the sources has changes that are not committed yet.
    run(*command, "--allow-dirty", env={"CARGO_TARGET_DIR": str(home)})
    return home / "package"


@pytest.fixture(scope="module")
def tool(packages: Path) -> Path:
    """`cargo-pyext`, built from the packages alone."""
    # cargo's own check compiles every dependency again. This workspace of the unpacked packages
    # takes those of the tool under test, which are compiled.
    home = TARGET / "packages"
    shutil.rmtree(home, ignore_errors=True)
    patches = []
    for package in packages.glob("*.crate"):
        with tarfile.open(package) as archive:
            archive.extractall(home)
        name, _, _ = package.stem.rpartition("-")
        patches.append(f'{name} = {{ path = "{package.stem}" }}\n')
    (_, profiles) = (ROOT / "Cargo.toml").read_text(encoding="utf-8").split("\n[profile.dev]\n")
    (profiles, _) = profiles.split("\n[workspace.lints.rust]\n")
    (home / "Cargo.toml").write_text(
        f'[workspace]\nresolver = "3"\nmembers = ["*-*"]\n\n[patch.crates-io]\n{"".join(patches)}\n'
        f"[profile.dev]\n{profiles}",
        encoding="utf-8",
    )
    shutil.copy(ROOT / "Cargo.lock", home)
    compiled = Path(ENVIRONMENT["PYEXT_CLI"]).parent.parent
    env = {"CARGO_TARGET_DIR": str(home / "target"), "CARGO_BUILD_BUILD_DIR": str(compiled)}
    run("cargo", "build", "--release", "--workspace", cwd=home, env=env)
    return home / "target" / "release" / "cargo-pyext"


def contents(package: Path) -> set[str]:
    """The files in a package, without the folder that all are in."""
    with tarfile.open(package) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def test_each_package_has_its_licences_and_a_readme(packages: Path) -> None:
    names = {path.name.rsplit("-", 1)[0] for path in packages.glob("*.crate")}
    assert names == {"pyext", "pyext-abi", "pyext-macros", "cargo-pyext"}
    for path in packages.glob("*.crate"):
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


def test_the_packaged_tool_makes_an_extension(tool: Path, tmp_path: Path) -> None:
    run(tool, "pyext", "new", "alone", "--sdk", ROOT / "sdk", cwd=tmp_path)
    run(tool, "pyext", "wheel", "--out", tmp_path / "out", cwd=tmp_path / "alone")
    (path,) = (tmp_path / "out").glob("*.whl")
    site = Wheel(path, "alone").extract(tmp_path / "site")
    assert python("import alone; print(alone.greet('Ada'))", site).strip() == "Hello, Ada!"
