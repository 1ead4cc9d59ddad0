"""The plan as people read it: the newest version with what was answered and asked on each item, in few statements."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.care.plan import changes, versions
from app.care.plan.kinds import KINDS, Kind
from app.care.plan.sections import SECTIONS, Section, section_of
from app.errors import NotFound
from app.models import Decision, PlanItem, PlanOpened, PlanVersion, Question

TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class ItemView:
    """One line with everything that hangs on it."""

    item: PlanItem
    decision: Decision | None = None
    """The newest row, also when it was taken back."""
    changed_since: PlanItem | None = None
    """The item as it was when the person answered, if its substance is another now."""
    questions: list[Question] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.item.key

    @property
    def kind(self) -> Kind:
        return KINDS[self.item.kind]

    @property
    def content(self) -> dict[str, object]:
        return self.item.content

    @property
    def title(self) -> str:
        return self.kind.title(self.item.content)

    @property
    def section(self) -> str:
        return section_of(self.item.kind, self.item.owner)

    @property
    def answer(self) -> str | None:
        """What the person answered last; None when they did not, or took it back. To be shown, never to act on."""
        return None if self.decision is None or self.decision.answer == TAKEN_BACK else self.decision.answer

    @property
    def stands(self) -> bool:
        """Whether the newest answer belongs to this substance of the item."""
        return (
            self.answer is not None and self.decision is not None and self.decision.substance == self.item.substance
        )

    @property
    def is_open(self) -> bool:
        """Nobody answered yet, or what was answered has changed. Never called incomplete."""
        return not self.stands

    @property
    def waits_for_answer(self) -> bool:
        """A question on it is not answered yet: unclear, so it comes first."""
        return any(question.answered_at is None for question in self.questions)


@dataclass(frozen=True)
class PlanView:
    """The newest version and its items; ``version`` is None before the first offer."""

    version: PlanVersion | None
    items: list[ItemView] = field(default_factory=list)
    removed: list[PlanItem] = field(default_factory=list)
    """Taken out in this version."""
    opened: bool = True
    """Whether this actor opened this version before."""

    @property
    def number(self) -> int:
        return self.version.number if self.version else 0

    def one(self, key: str) -> ItemView:
        """The line with this key. Raises ``NotFound``."""
        for view in self.items:
            if view.key == key:
                return view
        raise NotFound()

    def of_kind(self, *kinds: str) -> list[ItemView]:
        """Lines of these kinds, in order."""
        return [view for view in self.items if view.item.kind in kinds]

    def coping_for(self, key: str) -> list[ItemView]:
        """The coping strategies under one activity."""
        return [v for v in self.of_kind("coping_strategy") if v.content.get("activity_key") == key]

    @property
    def changed_since_yes(self) -> list[ItemView]:
        """Lines to which the person said yes and whose substance is another now."""
        return [v for v in self.items if v.changed_since is not None and v.answer == "yes"]

    @property
    def open_items(self) -> list[ItemView]:
        """What to read first: changed, then unclear (a question waits, or "let's talk"), then not answered."""
        return sorted((v for v in self.items if _is_for_reading(v)), key=_reading_order)


def _is_for_reading(view: ItemView) -> bool:
    return view.is_open or view.waits_for_answer or view.answer == "talk"


def _reading_order(view: ItemView) -> int:
    if view.changed_since is not None:
        return 0
    return 1 if view.waits_for_answer or view.answer == "talk" else 2


def current(session: Session, grant: Grant) -> PlanView:
    """The newest version. Six statements at most. Raises ``Forbidden`` for who may not see the plan."""
    grant.must(Permission.SEE_PLAN)
    mine = sa.and_(
        PlanOpened.patient_id == PlanVersion.patient_id,
        PlanOpened.number == PlanVersion.number,
        PlanOpened.actor_id == (grant.actor.id if grant.actor else ""),
    )
    query = records.of(session, grant, PlanVersion).add_columns(PlanOpened.id).outerjoin(PlanOpened, mine)
    row = session.execute(query.order_by(PlanVersion.number.desc()).limit(1)).first()
    if row is None:
        return PlanView(None)
    version: PlanVersion = row[0]
    items = versions.items_of(session, grant, (version.number, version.number - 1))
    now, before = items[version.number], items.get(version.number - 1, [])
    decided = newest_decisions(session, grant)
    old = _as_decided(session, grant, now, before, decided)
    asked = _questions(session, grant)
    views = [ItemView(item, decided.get(item.key), old.get(item.key), asked.get(item.key, [])) for item in now]
    return PlanView(version, views, changes.compare(before, now).removed, opened=row[1] is not None)


def item(session: Session, grant: Grant, key: str) -> ItemView:
    """One line of the newest version. Raises ``NotFound`` for a key that is not in it."""
    return current(session, grant).one(key)


def sections(view: PlanView) -> list[tuple[Section, list[ItemView]]]:
    """Every section in reading order, with its lines (none is fine)."""
    return [(section, [v for v in view.items if v.section == section.name]) for section in SECTIONS.values()]


def newest_decisions(session: Session, grant: Grant) -> dict[str, Decision]:
    """The answer that counts for each key: its newest row. To be shown, never to act on."""
    newest = (
        sa.select(Decision.key, sa.func.max(Decision.at).label("at"))
        .where(Decision.patient_id == grant.patient_id)
        .group_by(Decision.key)
        .subquery()
    )
    query = records.of(session, grant, Decision).join(
        newest, sa.and_(newest.c.key == Decision.key, newest.c.at == Decision.at)
    )
    return {decision.key: decision for decision in session.scalars(query.order_by(Decision.at, Decision.id))}


def _as_decided(
    session: Session, grant: Grant, now: list[PlanItem], before: list[PlanItem], decided: dict[str, Decision]
) -> dict[str, PlanItem]:
    """For lines answered in another substance: the line as it was then."""
    pairs = {
        item.key: decided[item.key].number
        for item in now
        if item.key in decided
        and decided[item.key].answer != TAKEN_BACK
        and decided[item.key].substance != item.substance
    }
    found = {item.key: item for item in before if pairs.get(item.key) == item.number}
    missing = {key: number for key, number in pairs.items() if key not in found}
    if missing:
        query = records.of(session, grant, PlanItem).where(
            PlanItem.key.in_(missing), PlanItem.number.in_(set(missing.values()))
        )
        found.update({row.key: row for row in session.scalars(query) if missing[row.key] == row.number})
    return found


def _questions(session: Session, grant: Grant) -> dict[str, list[Question]]:
    found: dict[str, list[Question]] = {}
    for question in session.scalars(records.of(session, grant, Question).order_by(Question.asked_at, Question.id)):
        found.setdefault(question.key, []).append(question)
    return found
