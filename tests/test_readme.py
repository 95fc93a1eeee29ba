"""The README's first ten minutes, line by line, as a reader who has a checkout runs them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from documents import blocks
from support import ENVIRONMENT, ROOT, TARGET, in_order, run

pytestmark = pytest.mark.long

README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text under a heading."""
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_the_first_ten_minutes_are_as_the_readme_says(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    env = {
        # A reader's own settings, but for where cargo installs: the machine stays as it is.
        "CARGO_INSTALL_ROOT": str(tmp_path / "cargo"),
        "PATH": os.pathsep.join([str(tmp_path / "cargo" / "bin"), ENVIRONMENT["PATH"]]),
        "CARGO_TARGET_DIR": "",
        # All but what they look at: that other tests have compiled the SDK saves a minute.
        "CARGO_BUILD_BUILD_DIR": str(TARGET),
    }
    cli = Path(ENVIRONMENT["PYEXT_CLI"])
    place = ROOT
    said = ""
    for info, body in blocks(section("The first ten minutes")):
        language, _, file = info.partition(" ")
        if language == "sh":
            said = ""
            for line in body.splitlines():
                if line.startswith("cd "):
                    place = place / line[3:]
                    continue
                settings = dict(env)
                if line.startswith("cargo install"):
                    # The tool was compiled for the other tests already.
                    compiled = str(cli.parent.parent)
                    settings.update(CARGO_TARGET_DIR=compiled, CARGO_BUILD_BUILD_DIR=compiled)
                said += run(
                    "sh",
                    "-c",
                    f'[ "$CARGO_TARGET_DIR" ] || unset CARGO_TARGET_DIR; {line}',
                    cwd=place,
                    env=settings,
                )
                if line.startswith("cargo install"):
                    place = home
        elif language == "rust":
            # A file, or with `>>` in front what stands behind the rest of it.
            mode = "a" if file.startswith(">> ") else "w"
            with (place / file.removeprefix(">> ")).open(mode, encoding="utf-8") as source:
                source.write(body)
        elif language == "pycon":
            (place / "session.txt").write_text(body, encoding="utf-8")
            run(
                place / ".venv/bin/python",
                "-m",
                "doctest",
                "-o",
                "ELLIPSIS",
                "session.txt",
                cwd=place,
            )
        elif language == "text":
            assert in_order(body.splitlines(), said), said
        else:
            raise AssertionError(f"a block of {language!r} is checked by nobody")


def test_each_command_of_the_readme_exists() -> None:
    for name in ("demo", "test", "setup"):
        assert f"cargo xtask {name}" in README
    # It runs these tests, so it has been compiled.
    compiled = Path(ENVIRONMENT["PYEXT_CLI"]).parent.parent
    listed = run("cargo", "xtask", "--help", env={"CARGO_TARGET_DIR": str(compiled)})
    for name in ("demo", "test", "setup"):
        assert f"\n  {name} " in listed


def test_each_file_that_a_document_links_to_is_there() -> None:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*/*.md")]
    assert len(documents) > 4
    for document in documents:
        for target in re.findall(
            r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")
        ):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
