"""What the person's own plan in force says for the day they get worse. Reads no decision; shows nothing unchecked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import brief
from app.care.plan.kinds import KINDS, Kind
from app.care.plan.kinds.symptom_zones import band_lines, of_band
from app.care.plan.kinds.zone_parts import BANDS, NOW, medicine_words, number_words, usual_words
from app.care.worse.hours import Ring, for_this_hour
from app.config import Practice
from app.models import Patient, PlanItem, PlanVersion

ABOUT = ("symptom_zones", "before_hospital", "medicine_at_hand", "stand_in", "trigger")


@dataclass(frozen=True)
class Line:
    """A line of the plan in force, as the partials of its kind want it."""

    item: PlanItem

    @property
    def key(self) -> str:
        return self.item.key

    @property
    def kind(self) -> Kind:
        return KINDS[self.item.kind]

    @property
    def content(self) -> dict[str, Any]:
        return self.item.content

    @property
    def title(self) -> str:
        return self.kind.title(self.item.content)


@dataclass(frozen=True)
class Band:
    """One band of one checked plan. ``name``: "now", "watch" or "good"."""

    name: str
    words: Any
    signs: list[str]
    numbers: list[str]
    steps: list[str]
    medicines: list[str]
    ring: Ring

    @property
    def is_now(self) -> bool:
        return self.name == NOW


@dataclass(frozen=True)
class Zones:
    """The bands of one condition, most urgent first, as somebody checked them on ``checked_on``."""

    key: str
    condition: str
    usual: list[str]
    bands: list[Band]
    checked_by: str
    checked_on: date
    look_again_on: date

    def is_past(self, today: date) -> bool:
        """Whether the day on which it was to be looked at again has passed."""
        return self.look_again_on < today


@dataclass(frozen=True)
class Worse:
    """Everything of the plan in force for this page. ``unchecked``: symptom plans that nobody may use yet."""

    zones: list[Zones] = field(default_factory=list)
    unchecked: list[Line] = field(default_factory=list)
    others: dict[str, list[Line]] = field(default_factory=dict)
    as_of: datetime | None = None

    def of_kind(self, kind: str) -> list[Line]:
        """Lines of another kind than the symptom plans."""
        return self.others.get(kind, [])


def of(session: Session, grant: Grant, practice: Practice) -> Worse:
    """The whole page. Four statements at most. Raises ``Forbidden`` for who may not see the plan."""
    grant.must(Permission.SEE_PLAN)
    items = brief.active_items(session, grant, ABOUT)
    others: dict[str, list[Line]] = {}
    for item in items:
        if item.kind != "symptom_zones":
            others.setdefault(item.kind, []).append(Line(item))
    return Worse(
        _zones(session, grant, practice, items),
        [Line(item) for item in items if item.kind == "symptom_zones" and not _is_checked(item)],
        others,
        _offered_at(session, grant, items),
    )


def _zones(session: Session, grant: Grant, practice: Practice, items: list[PlanItem]) -> list[Zones]:
    zone = records.one(session, grant, Patient, grant.patient_id).time_zone
    moment = clock.now()
    checked = [item for item in items if item.kind == "symptom_zones" and _is_checked(item)]
    return [_zones_of_item(item, practice, moment, zone) for item in checked]


def _is_checked(item: PlanItem) -> bool:
    return KINDS[item.kind].may_be_used(item.content)


def _zones_of_item(item: PlanItem, practice: Practice, moment: datetime, zone: str) -> Zones:
    content = item.content
    usual = content.get("baseline") or []
    bands = [
        Band(
            name,
            words,
            list(content.get(f"signs_{name}") or []),
            [number_words(row, usual) for row in of_band(content, "numbers", name)],
            list(content.get(f"do_{name}") or []),
            [medicine_words(row) for row in of_band(content, "medicines", name)],
            for_this_hour(_phones(content, name), practice, moment, zone),
        )
        for name, words in BANDS.items()
        if name == NOW or band_lines(content, name)
    ]
    return Zones(
        item.key,
        str(content.get("condition", "")),
        [usual_words(row) for row in usual],
        bands,
        str(content.get("confirmed_name", "")),
        date.fromisoformat(content["confirmed_on"]),
        item.ends_on,
    )


def _phones(content: dict[str, Any], band: str) -> list[dict[str, Any]]:
    """Numbers of this band first, then those of any band; those of another band are not for now."""
    rows = content.get("phones") or []
    return [row for row in rows if row.get("band") == band] + [row for row in rows if not row.get("band")]


def _offered_at(session: Session, grant: Grant, items: list[PlanItem]) -> datetime | None:
    if not items:
        return None
    query = records.of(session, grant, PlanVersion).where(PlanVersion.number == items[0].number)
    return session.scalars(query.with_only_columns(PlanVersion.offered_at)).first()
