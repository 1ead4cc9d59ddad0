"""A medicine at hand nears its last day: whoever looks after it hears of it once for each stage."""

import pytest
import sqlalchemy as sa

from app.care import concerns
from app.care.plan import drafting, offering
from app.care.worse import expiry
from app.jobs import housekeeping
from app.models import Concern
from app.models.concern import BANDS
from tests.care.plan.plans import days, put, today

pytestmark = pytest.mark.usefixtures("frozen_clock")


def agree(database, world, until, owner=None, key=None):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        row = put(session, grant, "medicine_at_hand", owner=owner or world.physician.id, use_until=until,
                  key=key)  # fmt: skip
        drafting.set_review_date(session, grant, days(300))
        offering.offer(session, grant)
        return row.key


def lines(database, *, closed=False):
    with database.read() as session:
        query = sa.select(Concern).where(Concern.rule == "medicine_expiry").order_by(Concern.raised_at)
        return [row for row in session.scalars(query) if closed or row.closed_at is None]


def pass_over(database, times=1):
    for _time in range(times):
        with database.write() as session:
            raised = expiry.raise_due(session, today())
    return raised


@pytest.mark.parametrize(("left", "band"), [(31, None), (30, "routine"), (1, "routine"), (0, "soon"), (-9, "soon")])
def test_thirty_days_before_and_on_the_day(each_database, world, left, band):
    key = agree(each_database, world, days(left).isoformat())
    pass_over(each_database, times=2)
    found = [(r.patient_id, r.subject, r.band, r.owner_id, r.times) for r in lines(each_database)]
    expected = (world.rosa_patient.id, key, BANDS.get(band), world.physician.id, 1)
    assert found == ([expected] if band else [])


def test_both_stages_come_once_also_when_the_first_was_closed(database, world, frozen_clock):
    agree(database, world, days(20).isoformat())
    pass_over(database)
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        concerns.close(session, nurse, lines(database)[0].id, "looked", "Ordered a new one.")
    assert pass_over(database) == 0
    frozen_clock.move(days=20)
    assert pass_over(database, times=1) == 1
    assert pass_over(database) == 0
    assert [row.why["stage"] for row in lines(database)] == ["past"]


def test_a_new_box_takes_the_line_away(database, world):
    key = agree(database, world, days(5).isoformat())
    pass_over(database)
    assert lines(database)
    agree(database, world, days(200).isoformat(), key=key)
    pass_over(database)
    assert not lines(database)
    assert lines(database, closed=True)[0].outcome == "changed"


def test_a_line_of_the_persons_own_goes_to_everybody(database, world):
    agree(database, world, days(5).isoformat(), owner="patient")
    pass_over(database)
    assert lines(database)[0].owner_id is None


def test_the_night_pass_raises_it(database, world, config):
    agree(database, world, days(5).isoformat())
    housekeeping.tidy(config, database)
    housekeeping.tidy(config, database)
    assert len(lines(database)) == 1
    assert "Morphine 10 mg" in concerns.words_of(lines(database)[0])


def test_the_person_is_told_calmly_and_the_page_of_the_worklist_opens(client_as, database, world):
    agree(database, world, days(5).isoformat(), owner=world.nurse.id)
    pass_over(database)
    page = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/concerns/{lines(database)[0].id}")
    assert page.says("A medicine at hand is good until", "Morphine 10 mg")


def test_what_is_in_force_at_once_counts_before_the_rest_of_its_version(database, world):
    key = agree(database, world, days(10).isoformat())
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        put(session, grant, "medicine_at_hand", owner=world.physician.id, use_until=days(200).isoformat(), key=key)
        offering.offer(session, grant, in_force_from=days(7), at_once={key})
    pass_over(database)
    assert lines(database) == [], "the new box is at home today"


@pytest.mark.parametrize(("left", "stage"), [(31, None), (30, "soon"), (0, "soon"), (-1, "past")])
def test_something_to_read_is_looked_for_anew_before_it_is_out_of_date(each_database, world, left, stage):
    with each_database.write() as session:
        grant = world.grant(session, world.nurse)
        key = put(session, grant, "information", good_until=days(left).isoformat()).key
        drafting.set_review_date(session, grant, days(300))
        offering.offer(session, grant)
    pass_over(each_database, times=2)
    with each_database.read() as session:
        rows = session.scalars(sa.select(Concern).where(Concern.rule == "information_expiry")).all()
        said = [concerns.words_of(row) for row in rows]
    assert [(row.subject, row.why["stage"], row.times) for row in rows] == ([(key, stage, 1)] if stage else [])
    assert all("Walking with a stiff knee" in words for words in said)
