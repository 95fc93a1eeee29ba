"""What all tests share: a cache of their own, and the guest that the SDK has built."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from effort import examples, ignored
from hypothesis import settings

settings.register_profile("effort", max_examples=examples(100))
settings.load_profile("effort")
GUEST = os.environ.get("PYEXT_TEST_GUEST")
# To import the host is to look there; the tests have a cache of their own soon.
BEFORE = os.environ.get("PYEXT_CACHE")
os.environ["PYEXT_CACHE"] = "off"
# The tests of the real guests need their files, which `cargo xtask test` builds and names.
collect_ignore = [] if GUEST else ["test_guest.py"]
if not os.environ.get("PYEXT_TEST_BEHAVIOUR"):
    collect_ignore += ["test_guest_behaviour.py", "test_soak.py"]
collect_ignore += ignored()


if sys.platform == "emscripten":
    import without

    collect_ignore += without.prepare()

    def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
        """Takes out the tests that cannot be."""
        items[:], others = without.split(items)
        config.hook.pytest_deselected(items=others)

else:
    collect_ignore += ["test_hostile_in_javascript.py", "test_javascript.py"]


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests neither read nor fill the user's cache."""
    os.environ["PYEXT_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    from pyext_host import engine

    with warnings.catch_warnings():
        # The only warning of the process; test_engine.py looks at it in processes of their own.
        warnings.simplefilter("ignore")
        engine.warn_if_slow()
    yield
    if BEFORE is None:
        del os.environ["PYEXT_CACHE"]
    else:
        os.environ["PYEXT_CACHE"] = BEFORE


@pytest.fixture(scope="session")
def guest_path() -> Path:
    """The module built from tests/guest."""
    return Path(GUEST or "")
