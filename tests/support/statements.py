"""How often a page asks the database. Transaction control is not counted."""

from __future__ import annotations

import re
from typing import Any, Self

from sqlalchemy import Engine, event

MOST = 14
MORE = {
    # address: (most, why one page needs more)
    r"/plan(\?|$)": (
        16,
        "the first page of the plan writes up to four rows the first time: who looked, opened, shown",
    ),
    r"/today(\?|$)": (
        20,
        "the day brings the plan, what was written and put right by whom, what the office arranged and said, whether "
        "reminders are seen",
    ),
    r"/team/patients/\w+/(\?|$)": (
        20,
        "one person on one screen: one statement for each sort of thing that stands there",
    ),
    r"/plan/sections/wishes(\?|$)": (
        15,
        "what the first page of the plan writes may be written here, and the reminder of a new plan rests",
    ),
    r"/plan/items/\w+(\?|$)": (20, "all that hangs on one line: one statement for each sort, however many there are"),
}
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET ")


def most(path: str) -> int:
    """How many statements the page at ``path`` may need."""
    return next((number for pattern, (number, _why) in MORE.items() if re.search(pattern, path)), MOST)


class Statements:
    """`with Statements(engine) as statements: …` then `statements.seen` holds the SQL, in order."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.seen: list[str] = []

    def _note(self, _connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if not sql.lstrip().upper().startswith(CONTROL):
            self.seen.append(" ".join(sql.split()))

    def __enter__(self) -> Self:
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)
