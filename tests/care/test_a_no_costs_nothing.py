"""B2: a "no" provably costs nothing. The same walk with every answer gives the same services as with every other.

Two look-alikes get the same plan and do the same things. One says yes to everything, the other something else.
Afterwards every row about them is the same, but for the decisions themselves and a wish to be rung.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.access import records
from app.care import reminders
from app.care.people import pushed
from app.care.plan import (
    alone,
    brief,
    consider,
    day,
    decisions,
    drafting,
    fresh,
    labels,
    notes,
    offering,
    questions,
    reading,
    receipts,
    versions,
    who,
)
from app.care.plan.how_answered import How
from app.db import Base
from app.models import PlanItem
from tests import factories

APART = {"decision", "audit_event", "patient", "care_team_member", "proxy_grant"}


def offer_plan(session, grant, frozen_clock):
    """The nurse's part: six kinds of lines, offered."""
    first = clock.now().date()
    window = {"starts_on": first, "ends_on": first + timedelta(days=90)}
    walk = drafting.save(
        session, grant, kind="activity", content={"what": "Walk to the lake"}, owner="patient", **window
    )
    for kind, content in [
        ("what_matters", {"words": "My garden"}),
        ("strength", {"words": "My neighbour helps"}),
        ("goal", {"words": "Carry my own shopping"}),
        ("coping_strategy", {"barrier": "own", "if_words": "It rains", "then_words": "I walk in the mall"}),
    ]:
        frozen_clock.move(minutes=1)
        more = {"activity_key": walk.key} if kind == "coping_strategy" else {}
        drafting.save(session, grant, kind=kind, content={**content, **more}, owner="patient", **window)
    frozen_clock.move(minutes=1)
    follow_up = {"with_whom": "Nora Field", "how": "phone"}
    drafting.save(session, grant, kind="follow_up", content=follow_up, owner=grant.actor_id, **window)
    drafting.set_review_date(session, grant, first + timedelta(days=180))
    return offering.offer(session, grant, "As we said.", consider_days=7)


def walk(session, nurse, person, answer: str, frozen_clock):
    """Plan, answers, day, question, more time, notes, a second version, a part at once, receipts, the night."""
    offer_plan(session, nurse, frozen_clock)
    items = session.scalars(records.of(session, person, PlanItem).order_by(PlanItem.position)).all()
    how = How("read_aloud", helper="Leo")
    for item in items:
        decisions.decide(session, person, item.key, 1, answer, how=how)
    consider.take_more(session, person, 1, clock.now().date() + timedelta(days=10))
    notes.write(session, person, items[0].key, "I see it another way.")
    fact = next(item for item in items if item.kind == "strength")
    fresh.still_right(session, person, fact.key, 1)
    activity = next(item for item in items if item.kind == "activity")
    goal = next(item for item in items if item.kind == "goal")
    day.put_on(session, person, activity.key)
    asked = questions.ask(session, person, activity.key, "Is a short walk enough?")
    questions.answer(session, nurse, asked.id, "Yes, it is.")
    changed = {**activity.content, "what": "Walk to the lake and back"}
    drafting.save(
        session,
        nurse,
        kind="activity",
        content=changed,
        owner="patient",
        starts_on=activity.starts_on,
        ends_on=activity.ends_on,
        key=activity.key,
        base_number=1,
    )
    drafting.set_review_date(session, nurse, clock.now().date() + timedelta(days=180))
    drafting.save(
        session, nurse, kind="goal", key=goal.key, base_number=1, wording_only=True, owner="patient",
        content={**goal.content, "words": "Carry my own shopping home"}, starts_on=goal.starts_on,
        ends_on=goal.ends_on,
    )  # fmt: skip
    offering.offer(session, nurse, consider_days=7, at_once={activity.key})
    labels.dispute(session, person, goal.key, 2)
    decisions.decide_all(session, person, [activity.key], 2, answer)
    receipts.as_text(reading.current(session, person), who.called(session, person, [nurse.actor_id]), ["All"])
    frozen_clock.move(days=1)
    waiting = [one.decision.id for one in alone.waiting(session, person)]
    assert waiting, "a helper took part"
    alone.say(session, person, waiting, "talk")
    pushed.send(session, person, "I felt hurried.", "")
    frozen_clock.move(days=20)
    view = reading.current(session, person)
    time = consider.thinking(view.version, view.marks, clock.today(factories.ZONE))
    assert consider.note_is_due(person, view.version, view.marks, time), "whatever was answered"
    consider.note_shown(session, person, 2)
    consider.hide_note(session, person, 2)
    in_force = [(item.position, item.content) for item in brief.active_items(session, person.patient_id)]
    assert len(in_force) == 6
    reminders.refresh(session, person.patient_id)


def services(session, patient_id: str, names: dict[str, str]) -> dict[str, list[str]]:
    """Every row about one person, in words that are the same for both of them."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if "patient_id" not in table.c or table.name in APART:
            continue
        rows = session.execute(sa.select(table).where(table.c.patient_id == patient_id)).mappings()
        columns = [c.name for c in table.c if c.name != "id" and c.name != "substance"]
        found[table.name] = sorted(_same(str([(c, row[c]) for c in columns]), names) for row in rows)
    return found


def _same(text: str, names: dict[str, str]) -> str:
    for own, common in names.items():
        text = text.replace(own, common)
    return text


def _names(session, grant, account) -> dict[str, str]:
    """Ids that differ between the two, with a word that does not."""
    names = {grant.patient_id: "PATIENT", account.id: "PERSON"}
    for model in Base.registry.mappers:
        table = model.local_table
        if "patient_id" in table.c and "id" in table.c:
            query = sa.select(table.c.id).where(table.c.patient_id == grant.patient_id)
            names |= dict.fromkeys(session.scalars(query), table.name.upper())
    items = records.of(session, grant, PlanItem).order_by(PlanItem.number, PlanItem.position)
    return names | {item.key: f"ITEM{item.position}" for item in session.scalars(items)}


@pytest.mark.parametrize("answer", ["no", "not_now", "talk"])
def test_every_answer_gets_the_same_services(each_database, frozen_clock, answer):
    start, seen = frozen_clock.now, []
    with each_database.write() as session:
        world = factories.world(session)
        for account, patient, said in (
            (world.rosa, world.rosa_patient, "yes"),
            (world.ruben, world.ruben_patient, answer),
        ):
            nurse, person = world.grant(session, world.nurse, patient), world.grant(session, account, patient)
            frozen_clock.set(start)
            walk(session, nurse, person, said, frozen_clock)
            session.flush()
            seen.append(services(session, patient.id, _names(session, person, account)))
    yes, other = seen
    for table, rows in yes.items():
        theirs = [row for row in other[table] if not (table == "concern" and decisions.RULE in row)]
        assert theirs == rows, (
            f"{table} differs between yes and {answer}. Nothing may start, stop or be sent because of an answer: "
            "read the person's own choice (DayChoice) or the plan instead."
        )
    assert yes["reminder"], "the walk has something to be reminded of, or this test proves nothing"
    assert len(yes["plan_version"]) == 2
    for table in ("more_time", "soft_note", "item_note", "confirmed", "label_dispute", "pushed_report"):
        assert yes[table], f"the walk uses everything there is for deciding, also {table}"


def test_a_plan_with_noes_is_in_force(database, frozen_clock):
    with database.write() as session:
        world = factories.world(session)
        nurse, person = world.grant(session, world.nurse), world.grant(session, world.rosa)
        walk(session, nurse, person, "no", frozen_clock)
        newest = versions.newest(session, person)
        assert newest.number == 2
        assert newest.in_force_from <= clock.today(factories.ZONE)
        assert len(brief.active_items(session, person.patient_id)) == 6
