"""Handing over, setting aside with an end, and telling the person what came of it."""

from datetime import date, timedelta

import pytest

from app import clock
from app.care.concerns import closing, handing_over, raise_concern, snoozing, telling, worklist
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.jobs.watch import watch
from app.models import AuditEvent, Concern

ZONE = "America/Edmonton"
READING = {"kind": "blood_pressure", "values": {"systolic": 184, "diastolic": 122}, "unit": "mm[Hg]",
           "flag": "bp_crisis"}  # fmt: skip


@pytest.fixture(autouse=True)
def standing_clock(frozen_clock):
    """Before anybody is there: the world is made at the time that the tests are about."""


@pytest.fixture
def nurse(frozen_clock, database, world):
    """`nurse(function, …)` calls a function as the nurse, for Rosa."""

    def call(function, *args, by=None, patient=None, **more):
        with database.write() as session:
            return function(session, world.grant(session, by or world.nurse, patient), *args, **more)

    return call


@pytest.fixture
def line(nurse):
    return nurse(raise_concern, rule="lets_talk", subject="a").id


def stored(database, id_):
    with database.read() as session:
        return session.get_one(Concern, id_)


def shown(database, account, show="all"):
    with database.read() as session:
        found = worklist.of(session, account, show=show)
        return [one.concern.id for one in found.lines], found.counts


def test_to_a_colleague_who_has_not_looked_yet(database, world, nurse, line):
    nurse(closing.take, line)
    for _ in range(2):
        nurse(handing_over.hand_over, line, world.physician.id, " Her hip again ")
    row = stored(database, line)
    assert (row.owner_id, row.taken_at, row.handed_by_id) == (world.physician.id, None, world.nurse.id)
    assert (row.handed_words, row.handed_on_at) == ("Her hip again", clock.now())
    with database.read() as session:
        assert session.query(AuditEvent).filter_by(act="hand over concern").count() == 1
        grant = world.grant(session, world.physician)
        assert worklist.one(session, grant, line).handed_by == "Nora Field"
    assert shown(database, world.physician, "mine")[0] == [line]


def test_to_the_whole_team(database, world, nurse, line):
    nurse(closing.take, line)
    nurse(handing_over.hand_over, line, handing_over.TEAM)
    assert stored(database, line).owner_id is None
    assert shown(database, world.physician, "team")[0] == [line]


@pytest.mark.parametrize("to", ["", "clerk", "stranger", "nurse", "nobody"])
def test_only_to_somebody_who_can_look_after_it(database, world, nurse, line, to):
    account = getattr(world, to, None)
    with pytest.raises(NotFound if to == "stranger" else Invalid):
        nurse(handing_over.hand_over, line, account.id if account else to)
    assert stored(database, line).handed_by_id is None


def test_walls(database, world, nurse, line):
    for way in (
        lambda **who: nurse(handing_over.hand_over, line, "team", **who),
        lambda **who: nurse(snoozing.snooze, line, "hour", zone=ZONE, **who),
        lambda **who: nurse(snoozing.wake, line, **who),
    ):
        for account in (world.rosa, world.otto, world.clerk):
            with pytest.raises(Forbidden):
                way(by=account)
        with pytest.raises(NotFound):
            way(patient=world.ruben_patient)
    nurse(closing.close, line, "looked", "Seen.")
    for way in (
        lambda: nurse(handing_over.hand_over, line, "team"),
        lambda: nurse(snoozing.snooze, line, "hour", zone=ZONE),
    ):
        with pytest.raises(Conflict):
            way()


def test_aside_it_is_nowhere_else_and_comes_back_by_itself(database, world, nurse, line, frozen_clock):
    nurse(snoozing.snooze, line, "tomorrow", zone=ZONE)
    until = stored(database, line).snoozed_until
    assert until.isoformat() == "2026-03-11T14:00:00+00:00", "8:00 in Edmonton"
    ids, counts = shown(database, world.nurse)
    assert (ids, counts) == ([], {"all": 0, "mine": 0, "team": 0, "aside": 1})
    assert shown(database, world.nurse, "aside")[0] == [line]
    frozen_clock.move(hours=22, minutes=59)
    assert shown(database, world.nurse)[0] == []
    frozen_clock.move(minutes=1)
    assert shown(database, world.nurse, "mine")[0] == [line], "it is still hers, and nobody did anything"
    assert shown(database, world.nurse)[1]["aside"] == 0


def test_the_morning_after_clocks_change_is_eight_oclock():
    now = clock.now().replace(year=2026, month=3, day=7, hour=20)
    assert snoozing.end_of("tomorrow", None, ZONE, now).isoformat() == "2026-03-08T14:00:00+00:00"
    assert snoozing.end_of("week", None, ZONE, now).isoformat() == "2026-03-14T14:00:00+00:00"


@pytest.mark.parametrize(("band", "back"), [("urgent", True), ("soon", True), ("routine", False)])
def test_only_a_more_urgent_repeat_wakes_it(database, world, nurse, frozen_clock, band, back):
    line = nurse(raise_concern, rule="silent", subject="a").id
    nurse(snoozing.snooze, line, "week", zone=ZONE)
    nurse(raise_concern, rule="silent", subject="a", band=band)
    assert stored(database, line).times == 2
    assert (shown(database, world.nurse)[0] == [line]) is back


def test_somebody_can_bring_it_back(database, world, nurse, line):
    nurse(snoozing.snooze, line, "week", zone=ZONE)
    nurse(snoozing.wake, line)
    assert shown(database, world.nurse)[0] == [line]


@pytest.mark.parametrize(
    ("band", "choice", "day", "field"),
    [
        ("urgent", "tomorrow", None, "until"), ("urgent", "day", 1, "until"), ("soon", "", None, "until"),
        ("soon", "day", None, "day"), ("soon", "day", 0, "day"), ("soon", "day", -3, "day"),
        ("soon", "day", 16, "day"),
        ("routine", "day", 92, "day"), ("soon", "for ever", None, "until"),
    ],
)  # fmt: skip
def test_no_end_that_never_comes(database, world, nurse, band, choice, day, field):
    line = nurse(raise_concern, rule="lets_talk", band=band).id
    on = None if day is None else date(2026, 3, 10) + timedelta(days=day)
    with pytest.raises(Invalid) as problem:
        nurse(snoozing.snooze, line, choice, on, zone=ZONE)
    assert list(problem.value.fields) == [field]
    assert stored(database, line).snoozed_until is None


@pytest.mark.parametrize(("band", "day"), [("soon", 14), ("routine", 90)])
def test_the_longest_that_is_allowed(database, world, nurse, band, day):
    line = nurse(raise_concern, rule="lets_talk", band=band).id
    nurse(snoozing.snooze, line, "day", date(2026, 3, 10) + timedelta(days=day), zone=ZONE)
    assert stored(database, line).snoozed_until


def test_what_nobody_has_is_escalated_and_what_is_aside_is_not(config, database, world, nurse, frozen_clock):
    free = nurse(raise_concern, rule="measurement_flag", subject="weight", band="urgent").id
    aside = nurse(raise_concern, rule="measurement_flag", subject="glucose", band="urgent").id
    nurse(snoozing.snooze, aside, "hours", zone=ZONE)
    frozen_clock.move(minutes=61)
    assert watch(config, database) == 1
    assert stored(database, free).owner_id == world.nurse.id, "it goes to who leads the team"
    frozen_clock.move(minutes=61)
    assert watch(config, database) == 1
    row = stored(database, free)
    assert (row.owner_id, row.handed_on_times) == (world.physician.id, 2)


@pytest.fixture
def reading(nurse):
    return nurse(raise_concern, rule="measurement_flag", subject="blood_pressure", band="urgent", why=READING).id


def told(database, world, account, patient=None):
    with database.read() as session:
        return telling.lately(session, world.grant(session, account, patient))


def test_a_crisis_reading_is_not_closed_without_a_word_to_the_person(database, world, nurse, reading):
    for more, field in (({}, "told_how"), ({"told_how": "app"}, "told"), ({"told_how": "fax"}, "told_how"),
                        ({"told": "x" * 601}, "told")):  # fmt: skip
        with pytest.raises(Invalid) as problem:
            nurse(closing.close, reading, "talked", "Rang her.", **more)
        assert list(problem.value.fields) == [field]
    for _ in range(2):
        nurse(closing.close, reading, "talked", "Rang her.", told_how="app", told="Rest today. I ring you at 4.")
    (found,) = told(database, world, world.rosa)
    assert (found.title, found.who, found.words) == (
        "Nora Field looked at this reading: Blood pressure 184 over 122.", "Nora Field",
        "Rest today. I ring you at 4.",
    )  # fmt: skip
    assert told(database, world, world.otto), "her helper sees her readings"
    assert not told(database, world, world.ruben, world.ruben_patient)


def test_a_helper_reads_only_what_their_scope_shows(database, world, nurse):
    red = nurse(raise_concern, rule="red_answer", subject="r").id
    call = nurse(raise_concern, rule="wants_a_call").id
    nurse(closing.close, red, "talked", "Rang.", told_how="phone", told="Never shown")
    nurse(closing.close, call, "talked", "Rang.", told="All is well.")
    assert [(one.title, one.words) for one in told(database, world, world.rosa)] in (
        [("Nora Field looked at the answers.", ""), ("Nora Field looked at what you told us.", "All is well.")],
        [("Nora Field looked at what you told us.", "All is well."), ("Nora Field looked at the answers.", "")],
    )
    assert told(database, world, world.otto) == []


def test_it_is_shown_for_a_week(database, world, nurse, reading, frozen_clock):
    nurse(closing.close, reading, "talked", "Rang her.", told="All is well.")
    frozen_clock.move(days=7)
    assert told(database, world, world.rosa)
    frozen_clock.move(minutes=1)
    assert not told(database, world, world.rosa)


def test_other_lines_need_no_word(database, world, nurse, line):
    nurse(closing.close, line, "looked", "Seen.")
    assert told(database, world, world.rosa) == []
