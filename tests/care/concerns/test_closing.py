"""A line closes with what was done, by somebody who may, once."""

import pytest

from app.care.concerns import close, put_back, raise_concern, take
from app.errors import Conflict, Forbidden, Invalid, NotFound


@pytest.fixture
def line(database, world):
    with database.write() as session:
        return raise_concern(session, world.grant(session, world.rosa), rule="lets_talk", why={"title": "Walk"}).id


def test_closing_keeps_what_was_done(database, world, line):
    with database.write() as session:
        closed = close(session, world.grant(session, world.nurse), line, "talked", "  We talked on the phone. ")
        assert (closed.outcome, closed.done, closed.closed_by_id) == (
            "talked", "We talked on the phone.", world.nurse.id,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "done", "field"),
    [
        ("", "Rang her.", "outcome"),
        ("nonsense", "Rang her.", "outcome"),
        ("talked", " ", "done"),
        ("talked", "x" * 2001, "done"),
    ],
)
def test_words_and_outcome_are_needed(database, world, line, outcome, done, field):
    with database.write() as session, pytest.raises(Invalid) as refused:
        close(session, world.grant(session, world.nurse), line, outcome, done)
    assert list(refused.value.fields) == [field]


def test_a_colleague_was_first(database, world, line):
    with database.write() as session:
        close(session, world.grant(session, world.nurse), line, "talked", "Rang her.")
        close(session, world.grant(session, world.nurse), line, "talked", "Rang her.")  # the same twice is harmless
        with pytest.raises(Conflict) as refused:
            close(session, world.grant(session, world.physician), line, "looked", "All fine.")
        assert (refused.value.mine, refused.value.theirs) == ("All fine.", "Rang her.")
        with pytest.raises(Conflict):
            take(session, world.grant(session, world.physician), line)


def test_taking_and_putting_back(database, world, line):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        assert take(session, nurse, line).owner_id == world.nurse.id
        assert take(session, world.grant(session, world.physician), line).owner_id == world.physician.id
        assert put_back(session, nurse, line).owner_id is None


@pytest.mark.parametrize("who", ["rosa", "otto", "clerk"])
def test_only_the_clinical_team_closes(database, world, line, who):
    with database.write() as session:
        grant = world.grant(session, getattr(world, who))
        for act in (lambda: close(session, grant, line, "talked", "x"), lambda: take(session, grant, line)):
            with pytest.raises(Forbidden):
                act()


def test_another_persons_line_is_not_there(database, world, line):
    with database.write() as session:
        grant = world.grant(session, world.nurse, world.ruben_patient)
        with pytest.raises(NotFound):
            close(session, grant, line, "talked", "x")


def test_other_words_for_the_person_are_never_lost_under_a_line_that_is_closed(database, world, line):
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        close(session, nurse, line, "talked", "Rang her.", told_how="app", told="We talked.")
        close(session, nurse, line, "talked", "Rang her.", told_how="app", told="We talked.")
        with pytest.raises(Conflict) as refused:
            close(session, nurse, line, "talked", "Rang her.", told_how="app", told="Please come in on Monday.")
    assert "Please come in on Monday." in refused.value.mine
