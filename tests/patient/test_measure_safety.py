"""A dangerous number meets help before it is stored, and an old one does not cry for help today."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app import clock
from app.models import Concern, Measurement

pytestmark = pytest.mark.usefixtures("frozen_clock")
HELP = "If yes, ring the emergency number now."


def form(client, world, kind):
    return client.get(f"/patients/{world.rosa_patient.id}/measure/{kind}")


def at(hours):
    here = clock.now() - timedelta(hours=hours)
    local = here.astimezone(ZoneInfo("America/Edmonton"))
    return {"when": local.date().isoformat(), "at": local.strftime("%H:%M")}


@pytest.mark.parametrize(
    ("kind", "value"), [("oxygen", {"oxygen": "85"}), ("blood_pressure", {"systolic": "225", "diastolic": "110"})]
)
def test_help_stands_on_the_page_that_asks_whether_it_is_right(client_as, world, database, kind, value):
    rosa = client_as(world.rosa)
    ask = rosa.submit(form(rosa, world, kind), "/measure/", "Write it down", status=422, **value)
    assert ask.h1 == "Is that right?"
    assert ask.says(HELP)
    with database.read() as session:
        assert session.scalars(sa.select(Measurement)).all() == []
    usual = rosa.submit(form(rosa, world, "blood_pressure"), "/measure/", "Write it down", status=422, systolic="120",
                        diastolic="108")  # fmt: skip
    assert not usual.says(HELP)


def test_a_very_low_sugar_of_yesterday_that_is_better_now_is_no_alarm_and_is_heard(client_as, world, database):
    rosa = client_as(world.rosa)
    typed = {"glucose": "45", "unit": "mg/dL", **at(26)}
    page = rosa.submit(form(rosa, world, "glucose"), "/measure/", "Write it down", status=422, **typed)
    page = rosa.submit(page, "/measure/", "Yes, that is right", status=422)
    assert page.h1 == "Is this still so?"
    page = rosa.submit(page, "/measure/", "No, it is better now")
    assert not page.says(HELP)
    with database.read() as session:
        line = session.scalars(sa.select(Concern)).one()
    assert (line.band, line.why["flag"]) == (2, "glucose_very_low")


def test_an_old_red_reading_that_is_looked_up_says_from_when_it_is(client_as, world, frozen_clock):
    rosa = client_as(world.rosa)
    page = rosa.submit(
        form(rosa, world, "blood_pressure"), "/measure/", "Write it down", systolic="185", diastolic="100"
    )
    assert page.says(HELP)
    frozen_clock.move(days=3)
    later = client_as(world.rosa).get(page.path)
    assert not later.says(HELP)
    assert later.says("Is it like this now? Measure again.")
