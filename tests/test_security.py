"""`docs/security.md`: each promise names tests that there are."""

from __future__ import annotations

import re

from support import ROOT

FOLDERS = [ROOT / "tests", ROOT / "host" / "tests", ROOT / "cli" / "tests"]


def test_each_promise_names_tests_that_exist() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and "held by" not in line]
    assert len(rows) > 12
    for row in rows:
        named = re.findall(r"([\w/]+\.(?:py|rs))(?:::(test_\w+))?", row)
        assert named, row
        for path, test in named:
            name = path.rpartition("/")[2]
            found = [folder / name for folder in FOLDERS if (folder / name).exists()]
            assert found, path
            texts = [file.read_text(encoding="utf-8") for file in found]
            assert not test or any(f"def {test}(" in text for text in texts), test
