"""How often a page asks the database. Transaction control is not counted."""

from __future__ import annotations

from typing import Any, Self

from sqlalchemy import Engine, event

MOST = 16
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET ")


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
