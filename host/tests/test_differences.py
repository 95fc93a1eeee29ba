"""The rules of contracts, on pairs of interfaces that the command line tool's tests share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pyext_host import reader
from pyext_host.contracts import differences

CASES = json.loads(Path(__file__).with_name("contracts.json").read_text(encoding="utf-8"))["cases"]


def whole(part: Any) -> Any:
    found = {"abi": 1, "sdk": "test", "name": "a", **part}
    reader.parse(json.dumps(found).encode(), "case")
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_plugin_is_told_all_that_it_does_not_keep(case: Any) -> None:
    contract, plugin = whole(case["contract"]), whole(case["plugin"])
    names = differences.same(contract, plugin)
    found = differences.differences(contract, plugin, names)
    wanted = [tuple(difference) for difference in case["differences"]]
    assert found == wanted
    # Nothing of what was compared has changed.
    assert (contract, plugin) == (whole(case["contract"]), whole(case["plugin"]))


def test_an_import_that_the_program_gives_needs_no_place_in_the_contract() -> None:
    contract = whole({"functions": []})
    given = {"name": "host", "functions": [{"name": "log", "params": []}]}
    plugin = whole({"imports": [given], "functions": []})
    assert len(differences.differences(contract, plugin, {})) == 1
    assert differences.differences(contract, plugin, {}, ["host"]) == []
