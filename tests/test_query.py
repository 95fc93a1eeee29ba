"""The query example: its README, line by line, and queries against SQLite."""

from __future__ import annotations

import csv
import doctest
import io
import math
import sqlite3
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from documents import blocks
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT, Wheel

pytestmark = pytest.mark.long

EXAMPLE = ROOT / "examples" / "query"


@pytest.fixture(scope="module")
def query(query_wheel: Wheel, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The example, imported from its wheel."""
    sys.path.insert(0, str(query_wheel.extract(tmp_path_factory.mktemp("site"))))
    return import_module(query_wheel.module)


@pytest.mark.skipif(sys.version_info < (3, 10), reason="the README uses `match`")
def test_the_readme_is_true(query: ModuleType) -> None:
    text = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    session = "\n".join(body for info, body in blocks(text) if info == "python")
    test = doctest.DocTestParser().get_doctest(session, {}, "README", "README.md", 0)
    runner = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    runner.run(test)
    assert runner.tries > 10
    assert runner.failures == 0


NAMES = ("a", "b", "t")
ROWS = st.lists(
    st.tuples(
        st.none() | st.integers(-1000, 1000),
        st.none() | st.floats(-1000, 1000).filter(lambda x: x != int(x)),
        st.none() | st.text("abXY_%", min_size=1, max_size=4),
    ),
    max_size=12,
)
COMPARED = ("a < 10", "b >= a", "t = 'a'", "t like 'a%'", "t like '_b%'", "a in (1, 2, -3)")
CONDITIONS = st.recursive(
    st.sampled_from([*COMPARED, "a between -5 and 500", "b is null", "t is not null"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda x: f"({' '.join(x)})")
        | inner.map(lambda x: f"(not {x})")
    ),
    max_leaves=4,
)
COLUMNS = st.sampled_from(["a", "b", "t", "a + b", "-a", "a * 2", "coalesce(t, 'none')", "abs(b)"])


def cell(value: Any) -> Any:
    """A cell as SQLite has it."""
    return getattr(value, "value", None)


def equal(ours: Any, theirs: Any) -> bool:
    """Whether two values are the same, up to what floats lose."""
    if isinstance(ours, float) and isinstance(theirs, (int, float)):
        return math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=1e-12)
    return bool(ours == theirs)


@settings(deadline=None, max_examples=150)
@given(ROWS, COLUMNS, CONDITIONS, st.integers(0, 5), st.integers(0, 3))
def test_queries_give_what_sqlite_gives(
    query: ModuleType, rows: list[Any], column: str, condition: str, limit: int, offset: int
) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("pragma case_sensitive_like = on")
    database.execute("create table rows (a integer, b real, t text)")
    database.executemany("insert into rows values (?, ?, ?)", rows)
    sql = f"select {column} as x from rows where {condition} order by a, b desc, t"
    sql += f" limit {limit} offset {offset}"
    expected = [x for (x,) in database.execute(sql)]

    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(NAMES)
    writer.writerows(rows)
    found = [cell(row["x"]) for row in query.Table.from_csv(text.getvalue()).query(sql)]
    assert len(found) == len(expected)
    assert all(map(equal, found, expected)), (found, expected)


def test_an_iterator_can_be_left(query: ModuleType) -> None:
    table = query.Table.from_csv("a\n" + "\n".join(map(str, range(10_000))))
    rows = iter(table)
    assert [cell(next(rows)["a"]) for _ in range(3)] == [0, 1, 2]
    rows.close()
    assert list(rows) == []
    table.close()
    with pytest.raises(query.StaleObjectError):
        len(table)
