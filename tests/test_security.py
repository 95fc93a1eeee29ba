"""`docs/security.md`: each promise names tests that there are."""

from __future__ import annotations

import re

from support import ROOT


def test_each_promise_names_tests_that_exist() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    promises = [
        line for line in text.splitlines() if line.startswith("| ") and "held by" not in line
    ]
    assert len(promises) > 15
    for promise in promises:
        named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", promise)
        assert named, promise
        for file, test in named:
            found = [
                path
                for path in (ROOT / "tests" / file, ROOT / "host" / "tests" / file)
                if path.exists()
            ]
            assert found, file
            assert any(f"def {test}(" in path.read_text(encoding="utf-8") for path in found), test
