"""`cargo pyext test`: native tests, the wheel's, and what sums them up."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support import attempt, make_crate, run

pytestmark = pytest.mark.long

LIB = """#![cfg_attr(target_family = "wasm", no_std)]

#[pyext::export]
pub fn one() -> u32 {
    1
}

#[test]
fn is_one() {
    assert_eq!(one(), 1);
}
"""
PYPROJECT = """
[dependency-groups]
dev = [{include-group = "spelling"}]
spelling = ["six"]
"""
TEST = """
import six
import tested

def test_is_one() -> None:
    assert tested.one() == six.integer_types[0](1)

def test_is_two() -> None:
    assert tested.one() == 2
"""


@pytest.fixture(scope="module")
def crate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"src/lib.rs": LIB, "tests/test_tested.py": TEST, "pyproject.toml": PYPROJECT}
    return make_crate(tmp_path_factory.mktemp("tested") / "a crate", "tested", files)


def test_two_runs_at_once_take_turns_in_the_environment(crate: Path) -> None:
    command = ["cargo", "pyext", "test", "--no-native", "--", "-k", "is_one"]
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda _: attempt(*command, cwd=crate), range(2)))
    assert [each.returncode for each in done] == [0, 0], done
    said = [each.stderr for each in done]
    assert sum("Blocking waiting for other tests of this crate" in text for text in said) == 1
    assert sum("Creating an environment" in text for text in said) == 1


def test_a_test_that_fails_makes_the_status_1_and_finds_what_a_dependency_group_names(
    crate: Path,
) -> None:
    done = attempt("cargo", "pyext", "test", cwd=crate)
    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout
    last = done.stderr.splitlines()[-1].split()
    assert (last[0], last[1], last[2]) == ("Tested", "native:", "passed")
    assert last[5:7] == ["python:", "failed"]


def test_arguments_go_to_pytest_and_the_environment_is_used_again(crate: Path) -> None:
    command = ["cargo", "pyext", "test", "--no-native", "--message-format=json"]
    done = attempt(*command, "--", "-k", "is_one", cwd=crate)
    assert done.returncode == 0, done.stderr
    assert "Creating" not in done.stderr
    assert "1 passed, 1 deselected" in done.stderr
    answer = json.loads(done.stdout)
    assert answer["success"] is True
    assert [(part["name"], part["result"]) for part in answer["parts"]] == [("python", "passed")]


def test_native_tests_need_no_python(crate: Path) -> None:
    said = run("cargo", "pyext", "test", "--native", "--quiet", "--python", "no-such", cwd=crate)
    assert "1 passed" in said


@pytest.mark.parametrize("options", [["plugin"], ["class"], ["numeric"], ["numeric", "--std"]])
def test_a_crate_of_every_template_passes_its_own_tests(options: list[str], tmp_path: Path) -> None:
    template, *more = options
    run("cargo", "pyext", "new", "fresh", "--template", template, *more, cwd=tmp_path)
    done = attempt("cargo", "pyext", "test", "--message-format=json", cwd=tmp_path / "fresh")
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr
    results = [part["result"] for part in json.loads(done.stdout)["parts"]]
    assert results == ["passed", "passed"]
