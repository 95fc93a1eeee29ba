"""An ordinary library crate becomes an extension by an attribute behind a feature."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import ROOT, build_wheel, make_crate, python, run

MANIFEST = f"""\
[lib]
crate-type = ["rlib"]

[features]
python = ["dep:pyext"]

[dependencies]
pyext = {{ path = "{(ROOT / "sdk").as_posix()}", features = ["std"], optional = true }}
"""
SOURCE = """\
//! A library like any other.

/// Counts the words of a text.
///
/// ```
/// assert_eq!(ordinary::words("one two"), 2);
/// ```
#[cfg_attr(feature = "python", pyext::export)]
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Not for Python.
pub fn letters(text: &str) -> usize {
    text.chars().count()
}
"""


@pytest.fixture(scope="module")
def crate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_crate(
        tmp_path_factory.mktemp("ordinary"), "ordinary", {"src/lib.rs": SOURCE}, MANIFEST
    )


def test_it_stays_a_rust_library_without_the_feature(crate: Path) -> None:
    assert "test result: ok. 1 passed" in run("cargo", "test", cwd=crate)
    tree = run("cargo", "tree", "--edges", "normal", cwd=crate)
    assert "pyext" not in tree.replace("pyext-e2e", "")


def test_with_the_feature_python_imports_it(crate: Path, tmp_path: Path) -> None:
    wheel = build_wheel(crate, tmp_path / "out", "--features", "python")
    site = wheel.extract(tmp_path / "site")
    code = "import ordinary; print(ordinary.words('a b c'), hasattr(ordinary, 'letters'))"
    assert python(code, site).strip() == "3 False"


def test_without_the_feature_the_tool_says_that_nothing_is_exported(
    crate: Path, tmp_path: Path
) -> None:
    from support import attempt

    done = attempt("cargo", "pyext", "wheel", "--out", tmp_path, cwd=crate)
    assert done.returncode == 2
    assert "error[PX" in done.stderr
    assert not list(tmp_path.glob("*.whl"))
