"""A limit for one person: who, when and why; in range, in order; the flags use it and say whose it was."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.care.concerns.rules import words_of
from app.care.progress import measurements, own_limits
from app.care.progress.measurements import Asked
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.models import AuditEvent, Concern, PersonalLimit

WHY = "Your heart tires easily. We want to hear early."


def put(session, grant, name="bp_crisis_upper", value="165", unit="mm[Hg]", why=WHY, seen=""):
    return own_limits.put(session, grant, name, value=value, unit=unit, why=why, seen=seen)


def test_a_reading_is_held_against_the_own_limit_and_the_line_says_who_set_it(frozen_clock, database, world):
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        typed = {"systolic": "170", "diastolic": "90"}
        assert measurements.record(session, rosa, "blood_pressure", Asked(typed, "a")).flag is None
        put(session, world.grant(session, world.nurse))
        frozen_clock.move(hours=1)
        row = measurements.record(session, rosa, "blood_pressure", Asked(typed, "b"))
        assert row.flag == "bp_crisis"
        line = words_of(session.scalars(sa.select(Concern)).one())
        assert "Their own limit. Very high, upper number: from 165 mmHg. Set by Nora (nurse)" in line
        assert "Nora (nurse), Tuesday 10 March." in line
        ruben = world.grant(session, world.ruben, world.ruben_patient)
        assert measurements.record(session, ruben, "blood_pressure", Asked(typed, "c")).flag is None


def test_without_one_the_line_says_that_it_is_the_usual_limit(frozen_clock, database, world):
    with database.write() as session:
        typed = {"systolic": "185", "diastolic": "90"}
        measurements.record(session, world.grant(session, world.rosa), "blood_pressure", Asked(typed, "b"))
        assert "The usual limit." in words_of(session.scalars(sa.select(Concern)).one())


def test_given_up_the_usual_one_holds_and_nothing_is_lost(frozen_clock, database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        first = put(session, nurse)
        frozen_clock.move(minutes=1)
        own_limits.give_up(session, nurse, "bp_crisis_upper", seen=first.id)
        own_limits.give_up(session, nurse, "bp_crisis_upper", seen=first.id)
        held = own_limits.one(session, nurse, "bp_crisis_upper")
        assert (held.is_own, held.amount) == (False, "180 mmHg")
        kept = session.scalars(sa.select(PersonalLimit.value).order_by(PersonalLimit.set_at)).all()
        assert kept == [165.0, None]
        acts = session.scalars(sa.select(AuditEvent.act).where(AuditEvent.kind == "bp_crisis_upper")).all()
        assert acts == ["set limit", "give up limit"]


def test_the_same_sent_twice_is_one_and_another_meanwhile_is_a_conflict(frozen_clock, database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        first = put(session, nurse)
        assert put(session, nurse).id == first.id
        with pytest.raises(Conflict) as both:
            put(session, world.grant(session, world.physician), value="170", why="Lower for now.")
        assert both.value.mine == "Lower for now."
        assert WHY in both.value.theirs
        assert put(session, nurse, value="170", seen=first.id).value == 170


@pytest.mark.parametrize(
    ("name", "value", "unit", "why", "field"),
    [
        ("bp_crisis_upper", "", "mm[Hg]", WHY, "value"), ("bp_crisis_upper", "high", "mm[Hg]", WHY, "value"),
        ("bp_crisis_upper", "119", "mm[Hg]", WHY, "value"), ("bp_crisis_upper", "261", "mm[Hg]", WHY, "value"),
        ("bp_crisis_upper", "134", "mm[Hg]", WHY, "value"), ("bp_crisis_upper", "165", "mm[Hg]", "  ", "why"),
        ("bp_crisis_upper", "165", "mm[Hg]", "x" * 2001, "why"), ("bp_crisis_upper", "165", "kg", WHY, "unit"),
        ("glucose_low", "50", "mg/dL", WHY, "value"), ("glucose_low", "3", "mmol/L", WHY, "value"),
        ("weight_day", "5", "[lb_av]", WHY, "value"), ("oxygen_very_low", "94", "%", WHY, "value"),
    ],
)  # fmt: skip
def test_refused_in_words(database, world, name, value, unit, why, field):
    with database.write() as session, pytest.raises(Invalid) as wrong:
        put(session, world.grant(session, world.nurse), name, value, unit, why)
    assert list(wrong.value.fields) == [field]


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [("weight_day", "3", "[lb_av]"), ("weight_day", "1,5", "kg"), ("glucose_low", "5", "mmol/L"),
     ("oxygen_from", "88", "%"), ("temperature_high", "100.4", "[degF]"), ("peak_best", "420", "L/min"),
     ("sleep_short", "4.5", "h"), ("pulse_high", "110", "mm[Hg]")],
)  # fmt: skip
def test_taken_in_either_unit(database, world, name, value, unit):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        put(session, nurse, name, value, unit)
        held = own_limits.one(session, nurse, name)
        assert held.is_own
        assert held.amount.startswith(value.replace(",", "."))


def test_each_part_of_the_range_of_oxygen_must_fit_the_other(database, world):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        put(session, nurse, "oxygen_from", "88", "%")
        with pytest.raises(Invalid):
            put(session, nurse, "oxygen_to", "88", "%")
        put(session, nurse, "oxygen_to", "92", "%")


def test_who_may(database, world):
    with database.write() as session:
        for actor in (world.rosa, world.otto, world.clerk):
            with pytest.raises(Forbidden):
                put(session, world.grant(session, actor))
            with pytest.raises(Forbidden):
                own_limits.give_up(session, world.grant(session, actor), "bp_low")
        with pytest.raises(Forbidden):
            own_limits.of(session, world.grant(session, world.clerk))
        with pytest.raises(NotFound):
            put(session, world.grant(session, world.nurse), "height")
        assert session.scalars(sa.select(PersonalLimit)).all() == []


def test_her_page_names_them_in_her_unit_and_ruben_has_none(frozen_clock, database, world):
    with database.write() as session:
        put(session, world.grant(session, world.nurse), "weight_day", "1.5", "kg")
        measurements.choose_unit(session, world.grant(session, world.rosa), "weight", "[lb_av]")
        session.flush()
        holds = {one.kind.name: one for one in own_limits.of(session, world.grant(session, world.rosa))}
        (own,) = holds["weight"].own
        assert own.plain == "A lot for you: 3.3 lb or more, up or down, in a day."
        assert (own.who, own.row.why) == ("Nora (nurse)", WHY)
        assert own.row.set_at - timedelta(seconds=1) < frozen_clock.now
        ruben = own_limits.of(session, world.grant(session, world.ruben, world.ruben_patient))
        assert not any(one.own for one in ruben)
