"""Each page of the guide: its extension is built, and what it shows of Python is run."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from documents import blocks
from support import ROOT, build_wheel, run

pytestmark = pytest.mark.long

PAGES = sorted((ROOT / "docs" / "guide").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_as_it_says(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    # What it imports first is what it builds.
    (name,) = re.findall(r"^>>> import (\w+)$", text, re.MULTILINE)[:1]
    run("cargo", "pyext", "new", name, cwd=tmp_path)
    crate = tmp_path / name
    session = ""
    commands: list[str] = []
    programs: dict[str, str] = {}
    for info, body in blocks(text):
        if info.startswith("rust src/"):
            (crate / info.partition(" ")[2]).write_text(body, encoding="utf-8")
        elif info == "toml" and body.startswith("[package.metadata.pyext]"):
            manifest = crate / "Cargo.toml"
            before = manifest.read_text(encoding="utf-8")
            head = body.partition("\n")[0] + "\n"
            assert head in before
            manifest.write_text(before.replace(head, body), encoding="utf-8")
        elif info == "toml":
            (features,) = re.findall(r'features = \["(\w+)"\]', body)
            run("cargo", "add", "--offline", "pyext", "--features", features, cwd=crate)
        elif info == "pycon":
            session += body + "\n"
        elif info.startswith("python "):
            programs[info.partition(" ")[2]] = body
        elif info == "sh":
            commands.append(body)
        else:
            assert info == "rust,ignore", f"a block of {info!r} is checked by nobody"
    assert session, "the page shows nothing"
    site = build_wheel(crate, tmp_path / "wheel").extract(tmp_path / "site")
    (site / "session.txt").write_text(session, encoding="utf-8")
    # As `cargo pyext build` leaves it.
    (module,) = site.glob(f"**/{name}*.wasm")
    shutil.copy(module, site / f"{name}.wasm")
    for path, program in programs.items():
        (site / path).write_text(program, encoding="utf-8")
    host = {"PYTHONPATH": str(ROOT / "host" / "src")}
    for command in commands:
        run("bash", "-e", "-c", command, cwd=site, env=host)
    run("python", "-m", "doctest", "-o", "ELLIPSIS", "session.txt", cwd=site, env=host)


def test_the_guide_lists_every_page() -> None:
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    for page in PAGES:
        assert f"](guide/{page.name})" in guide
