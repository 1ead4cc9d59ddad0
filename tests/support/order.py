"""Which files take long: those come first, so that two workers end at the same time.

A file goes to one worker as a whole. With a browser's file handed out last, the other worker has nothing left to do.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType

import pytest

LONG = ("playwright", "tests.support.live", "tests.support.hosted", "tests.support.phone", "tests.support.hostile",
        "tests.support.marionette", "hypothesis")  # fmt: skip
"""A file that imports one of these runs a browser, a server or hundreds of examples."""


def is_long(item: pytest.Item) -> bool:
    """Whether this test's file is one of those."""
    return isinstance(item, pytest.Function) and _imports(item.module)


@cache
def _imports(module: ModuleType) -> bool:
    homes = {one.__name__ if isinstance(one, ModuleType) else _home(one) for one in vars(module).values()}
    return "journeys" in module.__name__ or any(home.startswith(LONG) for home in homes)


def _home(one: object) -> str:
    home = getattr(one, "__module__", "")
    return home if isinstance(home, str) else ""
