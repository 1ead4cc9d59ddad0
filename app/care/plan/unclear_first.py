"""What is not clear yet, listed before any choice: texts called partly or not clear, and questions without answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from app.care.plan import said, threads
from app.care.plan.explained import UNCLEAR
from app.care.plan.sections import SECTIONS
from app.care.plan.who import People
from app.i18n import _
from app.models import Explained, Question


class Line(Protocol):
    """As much of a line of the plan as is needed here: nothing of what was answered to it."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def section(self) -> str: ...

    @property
    def questions(self) -> list[Question]: ...


@dataclass(frozen=True)
class NotClear:
    """One thing. ``section`` or ``key`` say where it is read; ``own``: what somebody said about it, verbatim."""

    words: str
    meta: str = ""
    own: str = ""
    section: str = ""
    key: str = ""
    anchor: str = ""


def before(lines: Iterable[Line], answers: Mapping[str, Explained], people: People) -> list[NotClear]:
    """What is not clear in these lines and in the parts they stand in, parts first, questions last."""
    lines = list(lines)
    parts = list(dict.fromkeys(line.section for line in lines))
    found = [_text(people, row, section=name) for name in parts if (row := _unclear(answers, name))]
    found += [_text(people, row, key=line.key, title=line.title) for line in lines
              if (row := _unclear(answers, line.key))]  # fmt: skip
    return found + [
        NotClear(
            _("This question has no answer yet."),
            said.waits(talk.last, people) or "",
            talk.last.words,
            key=line.key,
            anchor=f"q-{talk.last.id}",
        )
        for line in lines
        for talk in threads.of(line.questions)
        if talk.waits
    ]


def _unclear(answers: Mapping[str, Explained], subject: str) -> Explained | None:
    row = answers.get(subject)
    return row if row is not None and row.answer in UNCLEAR else None


def _text(people: People, row: Explained, *, section: str = "", key: str = "", title: str = "") -> NotClear:
    name = str(SECTIONS[section].title) if section else title
    if row.actor_id == people.reader_id:
        words = {"partly": _("You said: only partly clear."), "no": _("You said: not clear.")}[row.answer]
    else:
        by = people.by(row.actor_id, row.capacity)
        words = {
            "partly": _("%(name)s said: only partly clear.", name=by),
            "no": _("%(name)s said: not clear.", name=by),
        }[row.answer]
    return NotClear(name, words, row.words, section, key, "explained")
