"""Reviews near or past their date come to the worklist once, and leave it when the date moves."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care import reviews
from app.models import Concern
from app.models.concern import BANDS
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


def open_lines(session):
    query = sa.select(Concern).where(Concern.rule == "review_due", Concern.closed_at.is_(None))
    return [(c.patient_id, c.band, c.times) for c in session.scalars(query)]


@pytest.mark.parametrize(
    ("later", "band"), [(0, None), (149, None), (150, "routine"), (180, "routine"), (181, "soon"), (400, "soon")]
)
def test_thirty_days_before_and_past_it(database, world, later, band):
    with database.write() as session:
        plans.offered(session, world, review_in=180)
        today = clock.today(world.rosa_patient.time_zone)
        reviews.raise_due(session, today + timedelta(days=later))
        assert open_lines(session) == ([(world.rosa_patient.id, BANDS[band], 1)] if band else [])


def test_every_night_adds_nothing(each_database, world):
    with each_database.write() as session:
        plans.offered(session, world, review_in=20)
        today = clock.today(world.rosa_patient.time_zone)
        assert reviews.raise_due(session, today) == 1
        assert reviews.raise_due(session, today) == 0
        assert reviews.raise_due(session, today + timedelta(days=21)) == 1
        assert reviews.raise_due(session, today + timedelta(days=22)) == 0
        assert [band for _patient, band, _times in open_lines(session)] == [BANDS["soon"]]


def test_a_new_date_takes_it_off_the_worklist(database, world):
    with database.write() as session:
        plans.offered(session, world, review_in=20)
        today = clock.today(world.rosa_patient.time_zone)
        reviews.raise_due(session, today)
        reviews.keep_as_it_is(session, world.grant(session, world.nurse), today + timedelta(days=180))
        assert open_lines(session) == []
