"""Stored once, asked back, flagged, taken back; old readings ask before they alarm."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.care.progress import measurements
from app.care.progress.measurements import Asked, NotSure
from app.errors import Forbidden, Invalid, NotFound
from app.models import Concern, Measurement, Patient
from tests import factories
from tests.care.progress import plans

HIGH = {"systolic": "185", "diastolic": "110"}


def concerns(session):
    return [
        (c.rule, c.subject, c.band) for c in session.scalars(sa.select(Concern).where(Concern.closed_at.is_(None)))
    ]


def test_a_form_sent_twice_stores_once(each_database):
    with each_database.write() as session:
        world = factories.world(session)
        grant = world.grant(session, world.rosa)
        first = measurements.record(session, grant, "blood_pressure", Asked(HIGH, "key-1"))
        again = measurements.record(session, grant, "blood_pressure", Asked(HIGH, "key-1"))
        other = measurements.record(session, world.grant(session, world.ruben, world.ruben_patient), "blood_pressure",
                                    Asked(HIGH, "key-1"))  # fmt: skip
        assert first.id == again.id != other.id
        assert session.scalars(sa.select(Concern.times)).all() == [1, 1]


def test_a_very_high_reading_is_urgent_and_signs_stay_with_it(database, world, frozen_clock):
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        row = measurements.record(session, grant, "blood_pressure", Asked(HIGH, "k"))
        assert row.flag == "bp_crisis"
        assert concerns(session) == [("measurement_flag", "blood_pressure", 1)]
        measurements.with_signs(session, grant, row.id)
        line = session.scalars(sa.select(Concern)).one()
        assert line.why["symptoms"] is True
        assert line.due_at == clock.now() + timedelta(hours=4)


def test_low_and_dizzy_raises_only_when_dizzy(database, world):
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        row = measurements.record(session, grant, "blood_pressure", Asked({"systolic": "90", "diastolic": "60"}, "k"))
        assert row.flag == "bp_low"
        assert concerns(session) == []
        measurements.with_signs(session, grant, row.id)
        assert concerns(session) == [("measurement_flag", "blood_pressure", 1)]


def test_unusual_is_asked_once_and_then_kept_as_confirmed(database, world):
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        typed = {"systolic": "79", "diastolic": "50"}
        with pytest.raises(NotSure) as asked:
            measurements.record(session, grant, "blood_pressure", Asked(typed, "k"))
        assert asked.value.status == 422
        assert session.scalars(sa.select(Measurement)).all() == []
        assert measurements.record(session, grant, "blood_pressure", Asked(typed, "k", sure=True)).confirmed


def test_another_unit_is_a_question_and_a_refused_number_stays_refused(database, world):
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        with pytest.raises(Invalid) as missing:
            measurements.record(session, grant, "glucose", Asked({"glucose": "5.6"}, "k"))
        assert list(missing.value.fields) == ["unit"]
        for sure in (False, True):
            with pytest.raises(NotSure) as asked:
                measurements.record(session, grant, "glucose", Asked({"glucose": "5.6"}, "k", "mg/dL", sure=sure))
        assert asked.value.reading.other.code == "mmol/L"
        row = measurements.record(session, grant, "glucose", Asked({"glucose": "5.6"}, "k", "mmol/L"))
        assert (row.unit, round(row.canonical)) == ("mmol/L", 101)
        assert session.get_one(Patient, world.rosa_patient.id).units == {"glucose": "mmol/L"}
        assert session.get_one(Patient, world.ruben_patient.id).units == {}


@pytest.mark.parametrize(("still", "lines"), [(True, 1), (False, 0)])
def test_an_old_reading_asks_before_it_alarms(database, world, still, lines):
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        old = clock.now() - timedelta(hours=25)
        with pytest.raises(NotSure) as asked:
            measurements.record(session, grant, "blood_pressure", Asked(HIGH, "k", happened_at=old))
        assert asked.value.still
        row = measurements.record(session, grant, "blood_pressure", Asked(HIGH, "k", happened_at=old, still=still))
        assert (row.happened_at, len(concerns(session))) == (old, lines)
        assert row.recorded_at > row.happened_at


def test_yesterday_evening_alarms_at_once(database, world):
    with database.write() as session:
        old = clock.now() - timedelta(hours=23)
        measurements.record(
            session, world.grant(session, world.rosa), "blood_pressure", Asked(HIGH, "k", happened_at=old)
        )
        assert len(concerns(session)) == 1


@pytest.mark.parametrize("off", [timedelta(hours=1), timedelta(days=-367)])
def test_not_in_the_future_nor_long_ago(database, world, off):
    with database.write() as session, pytest.raises(Invalid) as wrong:
        measurements.record(session, world.grant(session, world.rosa), "pain",
                            Asked({"pain": "3"}, "k", happened_at=clock.now() + off))  # fmt: skip
    assert list(wrong.value.fields) == ["when"]


def test_taking_back_closes_the_line_unless_it_was_urgent(database, world):
    with database.write() as session:
        rosa, otto = world.grant(session, world.rosa), world.grant(session, world.otto)
        row = measurements.record(session, rosa, "blood_pressure", Asked(HIGH, "k"))
        with pytest.raises(Forbidden):
            measurements.undo(session, otto, row.id)
        for _ in range(2):
            assert measurements.undo(session, rosa, row.id).undone_at
        assert [line.why.get("taken_back") for line in session.scalars(sa.select(Concern))] == [True], (
            "what was urgent stays on the list with a word: somebody asks"
        )
        for n in range(3):
            low = measurements.record(session, rosa, "mood", Asked({"mood": "1"}, f"m{n}"))
        assert low.flag == "mood_low"
        measurements.undo(session, rosa, low.id)
        assert session.scalars(sa.select(Concern).where(Concern.subject == "mood")).one().closed_at is not None
        helped = measurements.record(session, otto, "pain", Asked({"pain": "3"}, "k2"))
        assert (helped.actor_id, helped.capacity) == (world.otto.id, "proxy")
        assert measurements.undo(session, otto, helped.id).undone_at


def test_weight_flags_only_when_the_plan_asks(database, world):
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        plans.item(
            session, plans.version(session, world.rosa_patient, world.nurse), what="Weigh yourself", measure="weight"
        )
        yesterday = clock.now() - timedelta(days=1)
        measurements.record(session, grant, "weight", Asked({"weight": "80"}, "a", "kg", happened_at=yesterday))
        assert measurements.record(session, grant, "weight", Asked({"weight": "81"}, "b")).flag == "weight_day"


@pytest.mark.parametrize("key", ["", "x" * 65])
def test_a_broken_form_stores_nothing(database, world, key):
    with database.write() as session, pytest.raises(Invalid):
        measurements.record(session, world.grant(session, world.rosa), "pain", Asked({"pain": "3"}, key))


def test_unknown_kinds_and_other_people(database, world):
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        with pytest.raises(NotFound):
            measurements.record(session, grant, "height", Asked({}, "k"))
        row = measurements.record(session, grant, "pain", Asked({"pain": "3"}, "k"))
        with pytest.raises(NotFound):
            measurements.undo(session, world.grant(session, world.ruben, world.ruben_patient), row.id)
        for stranger in (world.nurse, world.clerk):
            with pytest.raises(Forbidden):
                measurements.record(session, world.grant(session, stranger), "pain", Asked({"pain": "3"}, "k9"))
