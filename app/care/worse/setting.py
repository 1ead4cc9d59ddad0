"""A change of setting (S12): into hospital, home again, a new carer, moving. Owners of open items are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.access import audit, records
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission
from app.care import concerns
from app.care.limits import too_long
from app.care.people import rehoming
from app.care.people.patients import lead_of, team_of
from app.care.people.team import is_clinical
from app.care.plan import brief
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.fields import clean
from app.errors import Conflict, Invalid
from app.i18n import lazy_gettext as _l
from app.models import Patient, SettingChange

RULE = "setting_change"
WHATS = {
    "admission": _l("Into hospital"),
    "discharge": _l("Home from hospital"),
    "new_carer": _l("A new carer"),
    "moving": _l("Moving to another home"),
}
"""As the team reads it."""
OWN_WHATS = {
    "admission": _l("I go into hospital, or I am there"),
    "discharge": _l("I came home from hospital"),
    "new_carer": _l("I have a new carer"),
    "moving": _l("I move to another home"),
}
"""As the person says it."""
FURTHEST = timedelta(days=90)
TITLES = 3


def record(
    session: Session, grant: Grant, what: str, happened_on: date | None, words: str = "", *, client_key: str
) -> SettingChange:
    """Keep it, and tell each colleague who owns something open of this person, in one line of the worklist each.

    By the team (REVIEW), or by the person or a helper (ASK). ``happened_on`` at most 90 days away, before or after.
    A repeat of ``client_key`` gives back what was stored, ``Conflict`` when it now says something else.
    Raises ``Invalid`` naming "what", "happened_on" or "words".
    """
    grant.must(Permission.REVIEW if grant.is_team else Permission.ASK)
    words = clean(words)
    if not (0 < len(client_key) <= 64 and client_key.isprintable()):
        raise Invalid()
    patient = records.one(session, grant, Patient, grant.patient_id, lock=True)  # sent twice, it is kept once
    stored = records.of(session, grant, SettingChange).where(SettingChange.client_key == client_key)
    if (before := session.scalars(stored).first()) is not None:
        if (before.what, before.happened_on, before.words) != (what, happened_on, words):
            raise Conflict(_l("You sent this page before. To tell us this as well, press the button once more."))
        return before
    today = clock.today(patient.time_zone)
    wrong: dict[str, object] = {}
    if what not in WHATS:
        wrong["what"] = _l("Choose what changed.")
    if happened_on is None or abs(happened_on - today) > FURTHEST:
        wrong["happened_on"] = _l("Pick the day, at most 90 days from today.")
    if problem := too_long(words):
        wrong["words"] = problem
    if wrong:
        raise Invalid(fields=wrong)
    assert happened_on is not None
    row = SettingChange(
        patient_id=grant.patient_id, what=what, happened_on=happened_on, words=words, client_key=client_key,
        actor_id=grant.actor_id, capacity=grant.capacity, at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, grant, f"change of setting ({what})", "setting_change", row.id)
    row.told = _tell(session, grant, row)
    session.flush()
    return row


def newest(session: Session, grant: Grant, most: int = 5) -> list[SettingChange]:
    """What was recorded, the newest first. One statement."""
    grant.must(Permission.SEE_PLAN)
    query = records.of(session, grant, SettingChange).order_by(SettingChange.at.desc(), SettingChange.id)
    return list(session.scalars(query.limit(most)))


def owners(session: Session, grant: Grant) -> dict[str, list[str]]:
    """Who of the team owns something open of this person, with titles of what they do in the plan."""
    team = {one.id for one in team_of(session, grant.patient_id) if is_clinical(one)}
    found: dict[str, list[str]] = {}
    for item in brief.active_items(session, grant):
        if item.owner in team and (KINDS[item.kind].is_to_do or KINDS[item.kind].is_safety):
            found.setdefault(item.owner, []).append(KINDS[item.kind].title_outside(item.content))
    for owner_id in _open_owners(session, grant):
        if owner_id in team:
            found.setdefault(owner_id, [])
    return found


def _open_owners(session: Session, grant: Grant) -> Iterable[str]:
    for model, is_open, _kind in rehoming.OPEN:
        query = records.of(session, grant, model).where(is_open, model.owner_id.is_not(None))
        yield from session.scalars(query.with_only_columns(model.owner_id).distinct())


def _tell(session: Session, grant: Grant, row: SettingChange) -> int:
    told = owners(session, grant)
    if grant.capacity is Capacity.TEAM:
        told.pop(grant.actor_id, None)  # who writes it down knows
    elif not told and (lead := lead_of(session, grant.patient_id)) is not None:
        told[lead.id] = []
    for owner_id, titles in told.items():
        concerns.raise_concern(
            session, grant, rule=RULE, subject=f"{row.id}:{owner_id}", owner_id=owner_id,
            why={"what": row.what, "on": row.happened_on.isoformat(), "titles": titles[:TITLES],
                 "words": row.words[:200]},
        )  # fmt: skip
    return len(told)
