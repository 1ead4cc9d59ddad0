"""Offering: what is needed, what stays, what a second one does."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.care.plan import changes, drafting, offering, reading, versions
from app.errors import Conflict, Forbidden, Invalid
from app.models import ItemChange, PlanItem
from tests.care.plan.plans import days, offered, put, today


def snapshot(room, number):
    rows = versions.items_of(room.session, room.nurse, [number])[number]
    return {row.key: (row.kind, row.content, row.owner, row.starts_on, row.ends_on, row.substance) for row in rows}


@pytest.mark.parametrize(
    ("facts", "field"), [({"owner": ""}, "owner"), ({"starts_on": None}, "starts_on"), ({"ends_on": None}, "ends_on")]
)
def test_a_thing_to_be_done_needs_owner_and_window(room, facts, field):
    row = put(room.session, room.nurse, **facts)
    drafting.set_review_date(room.session, room.nurse, days(30))
    assert [(p.field, p.key) for p in offering.problems(room.session, room.nurse)] == [(field, row.key)]
    with pytest.raises(Invalid) as refused:
        offering.offer(room.session, room.nurse)
    assert set(refused.value.fields) == {f"{field}-{row.key}"}


def test_values_strengths_and_goals_need_neither(room):
    for kind in ("what_matters", "strength", "goal"):
        put(room.session, room.nurse, kind, owner="", starts_on=None, ends_on=None)
    drafting.set_review_date(room.session, room.nurse, days(30))
    offering.offer(room.session, room.nurse)
    rows = versions.items_of(room.session, room.nurse, [1])[1]
    assert {(r.owner, r.starts_on, r.ends_on) for r in rows} == {("patient", today(), days(30))}


@pytest.mark.parametrize("ahead", [-1, 0, 366])
def test_a_review_is_to_come_and_within_a_year(room, ahead):
    with pytest.raises(Invalid):
        drafting.set_review_date(room.session, room.nurse, days(ahead))


@pytest.mark.parametrize(
    ("today", "latest"), [("2026-03-10", "2027-03-10"), ("2027-06-01", "2028-06-01"), ("2028-02-29", "2029-02-28")]
)
def test_twelve_months_are_counted_by_the_calendar(today, latest):
    assert drafting.latest_review(date.fromisoformat(today)) == date.fromisoformat(latest)


def test_a_plan_needs_a_line_and_a_review_date(room):
    assert [p.field for p in offering.problems(room.session, room.nurse)] == ["items", "review_on"]


def test_nothing_else_is_asked_of_a_plan(room):
    put(room.session, room.nurse, ends_on=today())
    drafting.set_review_date(room.session, room.nurse, days(365))
    assert offering.problems(room.session, room.nurse) == []


def test_untouched_lines_keep_key_content_and_substance(room):
    keys = offered(room.session, room.nurse)
    before = snapshot(room, 1)
    put(room.session, room.nurse, key=keys["activity"], what="Walk to the park", reason="The knee is better")
    put(room.session, room.nurse, "goal", words="Sleep through")
    drafting.remove(room.session, room.nurse, keys["strength"], reason="Not so any more")
    version = offering.offer(room.session, room.nurse)
    assert version.number == 2
    assert snapshot(room, 1) == before, "an offered version never changes"
    after = snapshot(room, 2)
    untouched = set(keys.values()) - {keys["activity"], keys["strength"]}
    assert {k: after[k] for k in untouched} == {k: before[k] for k in untouched}
    rows = versions.items_of(room.session, room.nurse, [1, 2])
    found = changes.compare(rows[1], rows[2])
    assert [i.content["words"] for i in found.added] == ["Sleep through"]
    assert [(a.content["what"], b.content["what"], b.reason) for a, b in found.changed] == [
        ("Walk to the corner shop", "Walk to the park", "The knee is better")
    ]
    assert [i.key for i in found.removed] == [keys["strength"]]
    assert {i.key for i in found.same} == untouched
    states = room.session.execute(sa.select(ItemChange.state, ItemChange.applied_number))
    assert {tuple(row) for row in states} == {("applied", 1), ("applied", 2)}


def test_wording_only_keeps_the_substance_and_says_so_in_the_difference(room):
    keys = offered(room.session, room.nurse)
    put(room.session, room.nurse, key=keys["activity"], what="Walk to the corner shop.", wording_only=True)
    offering.offer(room.session, room.nurse)
    rows = versions.items_of(room.session, room.nurse, [1, 2])
    found = changes.compare(rows[1], rows[2])
    assert not found.changed
    assert [b.content["what"] for _, b in found.reworded] == ["Walk to the corner shop."]


def test_offering_twice_is_refused(room):
    offered(room.session, room.nurse)
    with pytest.raises(Conflict):
        offering.offer(room.session, room.nurse)
    assert len(versions.all_of(room.session, room.nurse)) == 1


def test_a_new_review_date_alone_is_a_new_version(room):
    offered(room.session, room.nurse)
    drafting.set_review_date(room.session, room.nurse, days(300))
    assert offering.offer(room.session, room.nurse).review_on == days(300)


def test_offering_on_an_older_version_is_refused(room):
    keys = offered(room.session, room.nurse)
    put(room.session, room.nurse, key=keys["goal"], kind="goal", words="Else")
    with pytest.raises(Conflict):
        offering.offer(room.session, room.nurse, on_number=0)


def test_a_line_survives_ten_versions_with_its_key(room, frozen_clock):
    keys = offered(room.session, room.nurse)
    for n in range(10):
        frozen_clock.move(days=1)
        put(room.session, room.nurse, key=keys["activity"], how_much=f"{n} minutes")
        offering.offer(room.session, room.nurse)
    found = room.session.scalars(sa.select(PlanItem).where(PlanItem.key == keys["activity"])).all()
    assert len(found) == 11
    view = reading.current(room.session, room.rosa)
    assert view.number == 11
    assert {v.key for v in view.items} == set(keys.values())


def test_in_force_from_the_day_it_was_offered(room):
    offered(room.session, room.nurse)
    assert versions.newest(room.session, room.nurse).in_force_from == today()


def test_the_person_and_helpers_do_not_offer(room):
    for grant in (room.rosa, room.otto):
        with pytest.raises(Forbidden):
            offering.offer(room.session, grant)


def test_an_expired_review_date_asks_for_a_new_one(room, frozen_clock):
    keys = offered(room.session, room.nurse, review_in=10)
    frozen_clock.move(days=20)
    put(room.session, room.nurse, key=keys["goal"], kind="goal", words="Else")
    assert [p.field for p in offering.problems(room.session, room.nurse)] == ["review_on"]
    drafting.set_review_date(room.session, room.nurse, today() + timedelta(days=90))
    assert offering.offer(room.session, room.nurse).number == 2
