"""Anticholinergic scores for clinicians, only from a named list that the site installed itself.

Sources agree on neither names nor scores, so name and version of the list stand beside every number; the total is
the sum over distinct active ingredients; what the list does not name is "not scored", never 0. From 3 on it is a
prompt to look at the medicines together (usual threshold of the published scales), and never advice to stop.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.limits import too_long
from app.errors import Invalid
from app.i18n import LazyText, _
from app.i18n import lazy_gettext as _l
from app.models import BurdenList, PlanItem

ASKS_FROM = 3
MOST_ROWS = 5000
LONGEST_NAME = 200
SCORES = range(4)


@dataclass(frozen=True)
class Scored:
    """One active ingredient, its score in the list, and the medicines that hold it."""

    ingredient: str
    score: int
    medicines: list[str]


@dataclass(frozen=True)
class Burden:
    """What the installed list says about a person's medicines."""

    source: BurdenList
    scored: list[Scored] = field(default_factory=list)
    not_scored: list[str] = field(default_factory=list)
    """Ingredients that the list does not name."""

    @property
    def total(self) -> int | None:
        """The sum over distinct ingredients; None when the list names none of them."""
        return sum(each.score for each in self.scored) if self.scored else None

    @property
    def asks(self) -> bool:
        """Whether it is a prompt for a review."""
        return self.total is not None and self.total >= ASKS_FROM


def installed(session: Session) -> BurdenList | None:
    """The list that was installed last, if any."""
    query = sa.select(BurdenList).order_by(BurdenList.installed_at.desc(), BurdenList.id.desc()).limit(1)
    return session.scalars(query).first()


def of(session: Session, grant: Grant, items: Iterable[PlanItem]) -> Burden | None:
    """What the list says about the medicines among ``items``; None without a list. For clinicians (REVIEW)."""
    grant.must(Permission.REVIEW)
    found = installed(session)
    if found is None:
        return None
    holds: dict[str, list[str]] = {}
    shown: dict[str, str] = {}
    for item in items:
        if item.kind != "treatment" or item.content.get("sort") != "medicine":
            continue
        for name in _ingredients(item.content):
            shown.setdefault(_plain(name), name)
            medicines = holds.setdefault(_plain(name), [])
            if item.content["plain_name"] not in medicines:
                medicines.append(item.content["plain_name"])
    scored = [Scored(shown[name], found.scores[name], holds[name]) for name in shown if name in found.scores]
    scored.sort(key=lambda each: -each.score)
    return Burden(found, scored, [words for name, words in shown.items() if name not in found.scores])


def _ingredients(content: dict[str, Any]) -> list[str]:
    """The active ingredients as written down; without them the clinical name, or the plain one."""
    return content.get("ingredients") or [content.get("clinical_name") or content["plain_name"]]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def install(session: Session, text: str, *, name: str, version: str, source: str) -> tuple[BurdenList, bool]:
    """Keep a list of two columns, ``name`` and ``score`` (0 to 3). Says whether it is new.

    The same list again changes nothing. Raises ``Invalid`` naming "file" with the row, "name", "version" or
    "source"; also when another list has this name and version: a list never changes, a new one has a new version.
    """
    named = {"name": name.strip(), "version": version.strip(), "source": source.strip()}
    most = {"name": 200, "version": 60, "source": 2000}
    problems: dict[str, Any] = {key: _l("Say what it is.") for key, value in named.items() if not value}
    problems |= {key: words for key, value in named.items() if (words := too_long(value, most[key]))}
    if problems:
        raise Invalid(fields=problems)
    scores = _read(text)
    digest = hashlib.sha256(json.dumps(scores, sort_keys=True).encode()).hexdigest()
    same = sa.select(BurdenList).where(BurdenList.name == named["name"], BurdenList.version == named["version"])
    if (before := session.scalars(same).first()) is not None:
        if before.digest == digest:
            return before, False
        raise Invalid(fields={"version": _l("This version holds other scores already. Give the list a new version.")})
    made = BurdenList(**named, scores=scores, digest=digest, installed_at=clock.now())
    session.add(made)
    session.flush()
    return made, True


def _read(text: str) -> dict[str, int]:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    heading = [cell.strip().casefold() for cell in next(rows, [])]
    if heading != ["name", "score"]:
        raise Invalid(fields={"file": _l("The first line must be: name,score")})
    found: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        name = _plain(row[0])
        score = row[1].strip() if len(row) == 2 else ""
        if not name or len(name) > LONGEST_NAME or score not in {str(each) for each in SCORES}:
            raise Invalid(fields={"file": _at(number, _l("a name and a score of 0, 1, 2 or 3 belong here."))})
        if found.setdefault(name, int(score)) != int(score):
            raise Invalid(fields={"file": _at(number, _l("this name has another score further up."))})
        if len(found) > MOST_ROWS:
            raise Invalid(fields={"file": _l("That is more than 5,000 names.")})
    if not found:
        raise Invalid(fields={"file": _l("There is no name in it.")})
    return found


def _at(number: int, words: Any) -> LazyText:
    return LazyText(lambda: _("Row %(number)s: %(words)s", number=number, words=words))
