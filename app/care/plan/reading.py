"""The plan as people read it: the newest version with what was answered and asked on each item, in few statements."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care.plan import changes, counting, folding, fresh, marks, versions
from app.care.plan.counting import TAKEN_BACK
from app.care.plan.kinds import KINDS, Kind
from app.care.plan.marks import Mark, Marks
from app.care.plan.sections import SECTIONS, Section, section_of
from app.errors import NotFound
from app.models import Decision, PlanItem, PlanOpened, PlanVersion, Question


@dataclass(frozen=True)
class ItemView:
    """One line with everything that hangs on it."""

    item: PlanItem
    decision: Decision | None = None
    """The newest row, also when it was taken back."""
    changed_since: PlanItem | None = None
    """The item as it was when the person answered, if its substance is another now."""
    questions: list[Question] = field(default_factory=list)
    beside: Decision | None = None
    """A helper's newest answer that stands beside the person's own, and does not count."""
    disputed: Mark | None = None
    """The person said that a change was more than wording: earlier answers belong to the earlier words."""
    confirmed: Mark | None = None
    """When somebody last said that it is still right."""
    fades_on: date | None = None
    """From when it asks quietly whether it is still right; None for what does not fade."""
    is_folded: bool = False
    """The person folded it away: not now."""

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
        return self.decision is not None and self.answer is not None and not _is_earlier(self)

    @property
    def is_open(self) -> bool:
        """Nobody answered yet, or what was answered has changed. Never called incomplete."""
        return not self.stands

    @property
    def waits_for_answer(self) -> bool:
        """A question on it is not answered yet: unclear, so it comes first."""
        return any(question.waits for question in self.questions)


@dataclass(frozen=True)
class PlanView:
    """The newest version and its items; ``version`` is None before the first offer."""

    version: PlanVersion | None
    items: list[ItemView] = field(default_factory=list)
    removed: list[PlanItem] = field(default_factory=list)
    """Taken out in this version."""
    marks: Marks = field(default_factory=Marks)
    """What people put on lines and versions."""
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

    @property
    def what_matters(self) -> list[ItemView]:
        """What matters to the person, the line with the star first."""
        return sorted(self.of_kind("what_matters"), key=lambda line: line.key != self.marks.starred)

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
    """The newest version. Seven statements at most. Raises ``Forbidden`` for who may not see the plan."""
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
    away = folding.folded_among(session, grant, (item for lines in items.values() for item in lines))
    now, before = folding.for_reader(grant, items[version.number], away), items.get(version.number - 1, [])
    said, marked, asked = _said(session, grant), marks.of(session, grant), _questions(session, grant)
    views = [_view(version, item, said.get(item.key, counting.Said()), marked, asked) for item in now]
    old = _as_decided(session, grant, views, before)
    views = [replace(view, changed_since=old.get(view.key), is_folded=view.key in away) for view in views]
    removed = [item for item in changes.compare(before, now).removed if item.key not in away]
    return PlanView(version, views, removed, marked, opened=row[1] is not None)


def _view(
    version: PlanVersion, item: PlanItem, said: counting.Said, marked: Marks, asked: dict[str, list[Question]]
) -> ItemView:
    confirmed = marked.newest("confirmed", key=item.key)
    return ItemView(
        item,
        said.counts,
        questions=asked.get(item.key, []),
        beside=said.beside,
        disputed=marked.newest("disputed", key=item.key),
        confirmed=confirmed,
        fades_on=fresh.fades_on(item, version, confirmed),
    )


def item(session: Session, grant: Grant, key: str) -> ItemView:
    """One line of the newest version. Raises ``NotFound`` for a key that is not in it."""
    return current(session, grant).one(key)


def sections(view: PlanView, grant: Grant | None = None) -> list[tuple[Section, list[ItemView]]]:
    """Every section (that exists for this reader), in reading order, with its lines (none is fine)."""
    hidden = grant.hidden_parts if grant else frozenset()
    there = [section for section in SECTIONS.values() if section.name not in hidden]
    return [(section, [v for v in view.items if v.section == section.name]) for section in there]


def newest_decisions(session: Session, grant: Grant) -> dict[str, Decision]:
    """The answer that counts for each key. To be shown, never to act on."""
    return {key: said.counts for key, said in _said(session, grant).items() if said.counts is not None}


def _said(session: Session, grant: Grant) -> dict[str, counting.Said]:
    """What counts for each key. Of each side only the newest rows are read, however long the past is."""
    side = sa.case((Decision.capacity == Capacity.PROXY, 1), else_=0)
    newest = (
        sa.select(Decision.key, side.label("side"), sa.func.max(Decision.at).label("at"))
        .where(Decision.patient_id == grant.patient_id)
        .group_by(Decision.key, side)
        .subquery()
    )
    same = sa.and_(newest.c.key == Decision.key, newest.c.side == side, newest.c.at == Decision.at)
    query = records.of(session, grant, Decision).join(newest, same).order_by(Decision.at, Decision.id)
    rows: dict[str, list[Decision]] = {}
    for decision in session.scalars(query):
        rows.setdefault(decision.key, []).append(decision)
    return {key: counting.of(found) for key, found in rows.items()}


def _is_earlier(view: ItemView) -> bool:
    """Whether the answer was given to another substance, or to words before a change that the person disputes."""
    if view.decision is None:
        return False
    disputed = view.disputed is not None and view.decision.number < view.disputed.number
    return disputed or view.decision.substance != view.item.substance


def _as_decided(session: Session, grant: Grant, views: list[ItemView], before: list[PlanItem]) -> dict[str, PlanItem]:
    """For lines answered in another substance: the line as it was then."""
    pairs = {
        view.key: view.decision.number
        for view in views
        if view.decision is not None and view.answer is not None and _is_earlier(view)
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
    query = records.of(session, grant, Question).where(Question.withdrawn_at.is_(None))
    for question in session.scalars(query.order_by(Question.asked_at, Question.id)):
        found.setdefault(question.key, []).append(question)
    return found
