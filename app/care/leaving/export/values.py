"""A value of a row as words: who (both names for a helper), when, which line, and codes in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import private, records
from app.access.grants import Capacity, Grant
from app.care.concerns.rules import words_of as concern_words
from app.care.facts.kinds import KINDS as FACTS
from app.care.leaving.export import codes
from app.care.people import agreed_words
from app.care.people.names import accounts_of
from app.care.plan import decisions
from app.care.plan.kinds import KINDS
from app.care.plan.sections import PATIENT, SECTIONS
from app.care.plan.who import People
from app.care.progress import say
from app.care.progress.kinds import KINDS as READINGS
from app.care.reminders.kinds import KINDS as REMINDERS
from app.i18n import _, format_day, format_moment, format_number, format_time
from app.models import ItemChange, Patient, PlanItem

AT_ONCE = timedelta(minutes=5)
"""Written down this soon after it happened: one moment is enough."""
ACTED = ("actor_id", "by_id", "asked_by_id", "said_by_id", "author_id", "submitted_by_id")
"""Columns whose account acted in the row's ``capacity``."""


class Words:
    """Values of one person's rows for one reader: names, lines and hidden lines are looked up once."""

    def __init__(self, session: Session, grant: Grant, person: Patient) -> None:
        self._session = session
        self.people = People(person, "", {})
        self.hidden = private.hidden_keys(session, grant)
        lines = records.of(session, grant, PlanItem).order_by(PlanItem.number)
        drafted = records.of(session, grant, ItemChange).where(ItemChange.content.is_not(None))
        self._titles = {row.key: _title(row.kind, row.content) for row in session.scalars(drafted) if row.key}
        self._titles |= {row.key: _title(row.kind, row.content) for row in session.scalars(lines)}

    def learn(self, ids: Iterable[str | None]) -> None:
        """Look names up, those that are not known, in one statement."""
        wanted = {id_ for id_ in ids if id_ and id_ != PATIENT} - self.people.accounts.keys()
        if wanted:
            self.people.accounts.update(accounts_of(self._session, wanted))

    def title(self, key: str) -> str:
        """What a line is called; a part of the plan by its heading."""
        if key in self._titles:
            return self._titles[key]
        return str(SECTIONS[key].title) if key in SECTIONS else ""

    def who(self, account_id: str | None, capacity: str = "") -> str:
        """A name; both names for whoever is neither the person nor of the practice."""
        if not account_id:
            return ""
        account = self.people.accounts.get(account_id)
        helps = account is not None and account.role is None and account_id != self.people.patient.account_id
        if helps and capacity != Capacity.PAPER:
            return self.people.by(account_id, Capacity.PROXY)
        return self.people.by(account_id, capacity) if capacity else self.people.name(account_id)

    def is_hidden(self, row: Mapping[str, Any]) -> bool:
        """Whether a row hangs on a private line that is closed."""
        keys = [row.get(name) for name in ("key", "other_key", "item_key", "coping_key", "subject")]
        listed = row.get("keys") or []
        return bool(self.hidden.intersection(key for key in (*keys, *listed) if isinstance(key, str)))

    def of(self, table: sa.Table, column: sa.Column[Any], row: Mapping[str, Any]) -> str:
        """One value in words; empty when there is nothing to say."""
        name, value = column.name, row[column.name]
        if value is None or value in ("", [], {}):
            return ""
        if special := SPECIAL.get(f"{table.name}.{name}"):
            return str(special(self, row, value))
        if any(key.column.table.name == "account" for key in column.foreign_keys):
            return self._account(table, name, row, value)
        if name == "owner":
            return self.people.owner(value) if value == PATIENT else self.who(value)
        if name == "happened_on" and row.get("happened_at"):
            return ""  # the moment says it
        if name == "recorded_at" and row.get("happened_at") and abs(value - row["happened_at"]) < AT_ONCE:
            return ""
        if name in ("key", "item_key", "coping_key", "other_key"):
            return self.title(value) or _("a line that is in no version")
        if name == "keys":
            return "; ".join(filter(None, map(self.title, value)))
        return self._plain(table, name, row, value)

    def _account(self, table: sa.Table, name: str, row: Mapping[str, Any], value: str) -> str:
        if name == "account_id":
            return self.people.name(value) if table.name != "proxy_grant" else self._full(value)
        own = f"{name.removesuffix('_by_id')}_capacity"
        if own in table.c:
            return self.who(value, str(row[own] or ""))
        return self.who(value, str(row.get("capacity") or "") if name in ACTED else "")

    def _full(self, value: str) -> str:
        account = self.people.accounts.get(value)
        return account.name if account else ""

    def _plain(self, table: sa.Table, name: str, row: Mapping[str, Any], value: Any) -> str:
        words = codes.of(f"{table.name}.{name}", row)
        if isinstance(value, list):
            return "; ".join(_each(words, each) for each in value)
        if isinstance(value, dict):
            return "; ".join(f"{key}: {each}" for key, each in value.items())
        if value in words:
            return str(words[value])
        if isinstance(value, bool):
            if not value and f"{table.name}.{name}" in codes.QUIET:
                return ""
            return _("Yes") if value else _("No")
        if isinstance(value, datetime):
            return format_moment(value)
        if isinstance(value, date):
            return format_day(value)
        if isinstance(value, time):
            return format_time(value)
        return format_number(value) if isinstance(value, (int, float)) else str(value)


def _title(kind: str, content: Mapping[str, Any] | None) -> str:
    known = KINDS.get(kind)
    return str(known.title(content)) if known and content else ""


def _line(_words: Words, row: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    known = KINDS.get(str(row["kind"]))
    return known.as_text(value) if known else ""


def _fact(_words: Words, row: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    known = FACTS.get(str(row["kind"]))
    return known.as_text(value) if known else ""


def _reading(_words: Words, row: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    return say.reading(str(row["kind"]), value, str(row["unit"]))


def _marks(words: Words, _row: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    said = []
    for key, mark in value.items():
        if key not in words.hidden and words.title(key) and isinstance(mark, dict):
            answer = decisions.ANSWERS.get(str(mark.get("answer")), mark.get("answer") or "")
            said.append(f"{words.title(key)}: {answer} {mark.get('words') or ''}".strip())
    return "; ".join(said)


def _concern(_words: Words, row: Mapping[str, Any], _value: Any) -> str:
    from app.models import Concern

    return str(concern_words(Concern(rule=row["rule"], why=row["why"], times=row["times"], subject=row["subject"])))


def _nothing(*_parts: Any) -> str:
    return ""


def _named(table: Mapping[str, Any], attribute: str) -> Any:
    return lambda _words, _row, value: getattr(table.get(value), attribute, value)


def _each(words: Mapping[Any, Any], value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part)
    return str(words.get(value, value))


def _scope(_words: Words, _row: Mapping[str, Any], value: Any) -> str:
    lines = agreed_words.lines(value)
    return "; ".join(f"{part}: {', '.join(map(str, verbs))}" for _icon, part, verbs in lines)


SPECIAL: dict[str, Any] = {
    "proxy_grant.scopes": _scope,
    "invitation.scopes": _scope,
    "proxy_change.scopes": _scope,
    "item_change.content": _line,
    "item_change.kind": _named(KINDS, "words"),
    "record_fact.content": _fact,
    "record_fact.kind": _named(FACTS, "words"),
    "measurement.values": _reading,
    "measurement.kind": _nothing,
    "measurement.unit": _nothing,
    "paper_page.marks": _marks,
    "concern.rule": _concern,
    "concern.why": _nothing,
    "concern.subject": _nothing,
    "concern.times": _nothing,
    "reminder.kind": _named(REMINDERS, "title"),
    "reminder_snooze.about": _nothing,
    "reminder_setting.off": lambda _words, _row, value: "; ".join(
        str(getattr(REMINDERS.get(one), "title", one)) for one in value
    ),
    "explained.subject": lambda words, _row, value: words.title(value),
    "part_opened.part": lambda words, _row, value: words.title(value),
    "patient.units": lambda _words, _row, value: "; ".join(
        f"{READINGS[kind].title}: {unit}" if kind in READINGS else f"{kind}: {unit}" for kind, unit in value.items()
    ),
}
"""Columns whose value needs a way of its own."""
