"""Columns that are sealed at rest: clear in the program, sealed in the database, by no act of whoever writes them.

A model says which of its columns are sealed, and of which rows. They are opened when a row is loaded, so they must
not be searched or compared in SQL, nor asked for one by one: a query for the column alone gets the sealed text.
A session without a vault (a migration, a test of rules) writes clear text, which the housekeeping seals later.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import object_session

from app.db import new_id
from app.errors import Refusal
from app.i18n import lazy_gettext as _l
from app.vault import KeyMissing, Unreadable, Vault, is_sealed, is_sealed_bytes

log = logging.getLogger("handrail.sealing")
Model = TypeVar("Model", bound=type)
NO_KEY = _l("This cannot be opened here at the moment, because its key is missing. It is not lost. Please ring us.")


class Lost(str):
    """Stands where sealed words cannot be opened. It is never stored: what it stands for would be gone."""


class LostBytes(bytes):
    """The same for the bytes of a file: there are none."""


class NotOpen(Refusal):
    """What is sealed cannot be opened here, or was to be stored although it could not be opened."""

    status = 503

    def default_words(self) -> Any:
        return NO_KEY


@dataclass(frozen=True)
class Column:
    """One sealed column of one table. ``when``: which rows; a row is given by its columns."""

    table: sa.Table
    name: str
    when: Callable[[Any], bool]

    @property
    def is_json(self) -> bool:
        return isinstance(self.table.c[self.name].type, sa.JSON)

    @property
    def is_bytes(self) -> bool:
        return isinstance(self.table.c[self.name].type, sa.LargeBinary)

    @property
    def key(self) -> str:
        """The column that tells the rows of its table apart, and is bound into what is sealed."""
        return str(self.table.primary_key.columns[0].name)

    def seal(self, vault: Vault, value: Any, row: str) -> str | bytes:
        """The value sealed for its row."""
        if self.is_bytes:
            return vault.seal_bytes(value, self.table.name, self.name, row)
        text = json.dumps(value, ensure_ascii=False) if self.is_json else str(value)
        return vault.seal(text, self.table.name, self.name, row)

    def open(self, vault: Vault, sealed: Any, row: str) -> Any:
        """What was sealed for its row. Raises ``Unreadable``."""
        if self.is_bytes:
            return vault.open_bytes(sealed, self.table.name, self.name, row)
        text = vault.open(sealed, self.table.name, self.name, row)
        return json.loads(text) if self.is_json else text


COLUMNS: list[Column] = []
"""Every sealed column, for the rotation of keys and for the tests."""


def sealed(*names: str, when: Callable[[Any], bool] = lambda _row: True) -> Callable[[Model], Model]:
    """Class decorator of a model: its columns ``names`` are sealed, in rows of which ``when`` holds."""

    def prepare(model: Model) -> Model:
        columns = [Column(model.__table__, name, when) for name in names]  # type: ignore[attr-defined]
        COLUMNS.extend(columns)
        event.listen(model, "load", lambda row, context: _open(row, columns, context.session))
        event.listen(model, "refresh", lambda row, context, _names: _open(row, columns, context.session))
        event.listen(model, "before_insert", lambda _m, _c, row: _close(row, columns, new=True))
        event.listen(model, "before_update", lambda _m, _c, row: _close(row, columns, new=False))
        event.listen(model, "after_insert", lambda _m, _c, row: _put_back(row))
        event.listen(model, "after_update", lambda _m, _c, row: _put_back(row))
        return model

    return prepare


def is_sealed_value(value: Any) -> bool:
    """Whether a value of the database is a sealed one."""
    return is_sealed_bytes(value) if isinstance(value, bytes) else isinstance(value, str) and is_sealed(value)


def _open(row: Any, columns: list[Column], session: Any) -> None:
    loaded = row.__dict__
    for column in columns:
        value = loaded.get(column.name)
        if is_sealed_value(value):
            loaded[column.name] = _opened(column, session.info.get("vault"), value, loaded[column.key])


def _opened(column: Column, vault: Vault | None, value: Any, id_: str) -> Any:
    try:
        if vault is None:
            raise KeyMissing("of this installation")
        return column.open(vault, value, id_)
    except Unreadable as fault:
        log.error("%s.%s of %s cannot be opened: %s", column.table.name, column.name, id_, fault)
        if column.is_bytes:
            return LostBytes()
        words = Lost(str(NO_KEY))
        if not column.is_json:
            return words
        return _LostWords(words=words)


class _LostWords(dict[str, Any]):
    """Content that cannot be opened: its words say so, and all else is empty."""

    def __missing__(self, _name: str) -> str:
        return ""


def _close(row: Any, columns: list[Column], *, new: bool) -> None:
    """Put the sealed text where the flush takes it from. Clear text comes back right after it."""
    state = sa.inspect(row)
    vault = getattr(object_session(row), "info", {}).get("vault")
    clear = {}
    for column in columns:
        value = row.__dict__.get(column.name)
        changed = new or column.name in state.committed_state
        if isinstance(value, LostBytes) and changed:
            raise NotOpen
        if not changed or not value or is_sealed_value(value):
            continue
        if _is_lost(value):
            raise NotOpen
        if vault is not None and column.when(row):
            if not getattr(row, column.key):
                setattr(row, column.key, new_id())
            clear[column.name] = value
            row.__dict__[column.name] = column.seal(vault, value, getattr(row, column.key))
    state.info["clear"] = clear


def _put_back(row: Any) -> None:
    row.__dict__.update(sa.inspect(row).info.pop("clear", {}))


def _is_lost(value: Any) -> bool:
    each = value.values() if isinstance(value, dict) else [value]
    return any(isinstance(one, Lost) or one == str(NO_KEY) for one in each)
