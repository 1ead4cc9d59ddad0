"""The draft as it stands: the items that the next version would have, and what waits to be looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.access import records
from app.access.grants import Grant
from app.access.permissions import Permission
from app.access.private import may_see_all
from app.care.plan import versions
from app.care.plan.kinds import KINDS, Kind
from app.care.plan.sections import PATIENT, section_of
from app.models import CarePlan, ItemChange, PlanItem, PlanVersion


@dataclass(frozen=True)
class DraftItem:
    """One line as it would be offered: from the newest version, from the draft, or both."""

    item: PlanItem | None
    change: ItemChange | None
    is_behind: bool = False
    """The line is another in the newest version than it was when this draft of it was begun."""

    private_closed: bool = False
    """Private lines are closed to who reads this draft."""

    @property
    def is_locked(self) -> bool:
        """Whether this line is kept, but none of its words may be shown to this reader."""
        return self.private_closed and self.kind.is_private

    @property
    def _source(self) -> Any:
        return self.change or self.item

    @property
    def key(self) -> str:
        return str(self._source.key)

    @property
    def kind(self) -> Kind:
        return KINDS[self._source.kind]

    @property
    def content(self) -> dict[str, Any]:
        return dict(self._source.content)

    @property
    def title(self) -> str:
        return self.kind.title(self._source.content)

    @property
    def owner(self) -> str:
        return (self.change.owner if self.change else "") or (self.item.owner if self.item else "")

    @property
    def starts_on(self) -> date | None:
        return (self.change.starts_on if self.change else None) or (self.item.starts_on if self.item else None)

    @property
    def ends_on(self) -> date | None:
        return (self.change.ends_on if self.change else None) or (self.item.ends_on if self.item else None)

    @property
    def removed(self) -> bool:
        return self.change is not None and self.change.action == "remove"

    @property
    def revision(self) -> int | None:
        """What an editor sends back, so that a save can tell whether somebody was first."""
        return self.change.revision if self.change else None

    @property
    def author_id(self) -> str:
        return str(self._source.author_id)

    @property
    def section(self) -> str:
        return section_of(self.kind.name, self.owner or PATIENT)


@dataclass(frozen=True)
class DraftView:
    """Everything an editor shows of one author's draft. ``number``: the version that it starts from (0: none yet)."""

    version: PlanVersion | None
    review_on: date | None
    items: list[DraftItem] = field(default_factory=list)
    """As they would be offered, the removed ones included and marked."""
    suggestions: list[ItemChange] = field(default_factory=list)
    """The person's suggestions that wait for an answer, oldest first."""
    colleagues: list[ItemChange] = field(default_factory=list)
    """What others of the team have in their own drafts."""
    proposals: list[ItemChange] = field(default_factory=list)
    """Ideas of the team that were not talked about yet: never part of the plan as they are."""
    review_changed: bool = False
    closed: int = 0
    """How many suggestions, proposals and drafts of colleagues are left out, because they are private and closed."""

    @property
    def number(self) -> int:
        return self.version.number if self.version else 0

    @property
    def kept(self) -> list[DraftItem]:
        """Without those that are taken out."""
        return [item for item in self.items if not item.removed]

    @property
    def is_changed(self) -> bool:
        """Whether an offer now would differ from the newest version."""
        return self.review_changed or any(item.change for item in self.items)

    def one(self, key: str) -> DraftItem | None:
        """The line with this key, if there is one."""
        return next((item for item in self.items if item.key == key), None)


def draft(session: Session, grant: Grant) -> DraftView:
    """The actor's draft of the next version. Three statements. ``Forbidden`` for who may not edit the plan."""
    grant.must(Permission.EDIT_PLAN)
    whole = grant.with_private()  # an offer keeps every line, also those that its author has not opened
    plans = records.of(session, grant, CarePlan).add_columns(PlanVersion)
    versions_of = plans.outerjoin(PlanVersion, PlanVersion.plan_id == CarePlan.id)
    row = session.execute(versions_of.order_by(PlanVersion.number.desc().nulls_last()).limit(1)).first()
    plan, version = (row[0], row[1]) if row else (None, None)
    number = version.number if version else 0
    query = records.of(session, whole, ItemChange).where(ItemChange.state.in_(("draft", "open", "proposal")))
    rows = list(session.scalars(query.order_by(ItemChange.position, ItemChange.created_at, ItemChange.id)))
    drafts = [row for row in rows if row.state == "draft"]
    to_show = [row for row in rows if may_see_all(grant) or not KINDS[row.kind].is_private]
    mine = {row.key: row for row in drafts if row.drafter_id == grant.actor_id}
    found = versions.items_of(session, whole, {number, *(row.base_number for row in mine.values())})
    behind = _behind(number, found, mine)
    items = found.get(number, [])
    closed = not may_see_all(grant)
    lines = [DraftItem(item, mine.pop(item.key, None), item.key in behind, closed) for item in items]
    lines += [DraftItem(None, row, row.key in behind, closed) for row in mine.values() if row.action != "remove"]
    chosen = plan.draft_review_on if plan else None
    return DraftView(
        version,
        chosen or (version.review_on if version else None),
        lines,
        [row for row in to_show if row.state == "open"],
        [row for row in to_show if row.state == "draft" and row.drafter_id != grant.actor_id],
        [row for row in to_show if row.state == "proposal"],
        closed=len(rows) - len(to_show),
        review_changed=chosen is not None and (version is None or chosen != version.review_on),
    )


def _behind(number: int, found: dict[int, list[PlanItem]], mine: dict[str, ItemChange]) -> set[str]:
    """Keys whose line is another in version ``number`` than in the version that the draft of it starts from."""
    by_key = {base: {item.key: item for item in items} for base, items in found.items()}
    moved = set()
    for key, row in mine.items():
        was, now = by_key.get(row.base_number, {}).get(key), by_key.get(number, {}).get(key)
        if row.base_number == number or (was is None and now is None):
            continue
        if was is None or now is None or (was.content, was.substance) != (now.content, now.substance):
            moved.add(key)
    return moved
