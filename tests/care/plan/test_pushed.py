""" "I felt pushed" reaches somebody outside the planning team, and nobody of the care team."""

import pytest
import sqlalchemy as sa

from app import clock
from app.care.people import pushed
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.models import Account, AuditEvent, Concern, PushedReport
from tests import factories

WORDS = "She said yes was the only answer zz-private"


def test_it_goes_to_somebody_outside_the_team(room):
    reader = pushed.reader(room.session, room.rosa, "")
    assert (reader.account.id, reader.on_team) == (room.world.admin.id, False)
    named = pushed.reader(room.session, room.rosa, "paul.moore")
    assert (named.account.id, named.on_team) == (room.world.physician.id, True), "and the page says so"
    second = factories.account(room.session, "Aaa Office", role="admin")
    factories.team_member(room.session, second, room.world.rosa_patient)
    assert pushed.reader(room.session, room.rosa, "").account.id == room.world.admin.id
    assert pushed.reader(room.session, room.rosa, "nobody.here") is None


def test_the_person_sees_read_and_closed(room, frozen_clock):
    report = pushed.send(room.session, room.rosa, WORDS, "", "form")
    assert pushed.send(room.session, room.rosa, WORDS, "", "form").id == report.id
    with pytest.raises(Conflict):
        pushed.send(room.session, room.rosa, "Other", "", "form")
    admin = room.world.admin
    assert [line.report.words for line in pushed.to_read(room.session, admin, "")] == [WORDS]
    pushed.note_reading(room.session, admin, "", report.id)
    first = pushed.mine(room.session, room.rosa)[0].read_at
    frozen_clock.move(days=1)
    pushed.note_reading(room.session, admin, "", report.id)
    assert pushed.mine(room.session, room.rosa)[0].read_at == first
    with pytest.raises(Invalid):
        pushed.close(room.session, admin, "", report.id, " ")
    for _ in range(2):
        pushed.close(room.session, admin, "", report.id, "I spoke with the team.")
    with pytest.raises(Conflict):
        pushed.close(room.session, admin, "", report.id, "Nothing.")
    assert pushed.mine(room.session, room.rosa)[0].done == "I spoke with the team."


def test_the_care_team_and_helpers_reach_none_of_it(room):
    report = pushed.send(room.session, room.rosa, WORDS, "")
    world = room.world
    for account in (world.nurse, world.physician, world.clerk, world.rosa, world.otto, world.stranger):
        assert pushed.to_read(room.session, account, "") == []
        with pytest.raises(NotFound):
            pushed.one(room.session, account, "", report.id)
    for grant in (room.nurse, room.otto):
        with pytest.raises(Forbidden):
            pushed.mine(room.session, grant)
        with pytest.raises(Forbidden):
            pushed.send(room.session, grant, WORDS, "")
    assert pushed.mine(room.session, room.ruben) == []
    assert room.session.scalars(sa.select(Concern)).first() is None, "no line on the worklist"


def test_the_log_holds_no_word_of_it(room):
    report = pushed.send(room.session, room.rosa, WORDS, "")
    pushed.note_reading(room.session, room.world.admin, "", report.id)
    pushed.close(room.session, room.world.admin, "", report.id, "zz-private done")
    room.session.flush()
    rows = room.session.scalars(sa.select(AuditEvent)).all()
    assert len(rows) == 3
    assert {(row.kind, row.object_id) for row in rows} == {("", "")}
    assert not any("pushed" in row.act or "zz" in row.act for row in rows)


def test_when_its_reader_left_the_next_one_has_it(room, frozen_clock):
    pushed.send(room.session, room.rosa, WORDS, "")
    second = factories.account(room.session, "Bea Office", role="admin")
    assert pushed.to_read(room.session, second, "") == []
    room.session.get_one(Account, room.world.admin.id).closed_at = clock.now()
    room.session.flush()
    assert [line.report.words for line in pushed.to_read(room.session, second, "")] == [WORDS]
    assert pushed.to_read(room.session, room.world.nurse, "") == []


@pytest.mark.parametrize("words", ["", " ", "x" * 2001])
def test_no_words_are_no_report(room, words):
    with pytest.raises(Invalid):
        pushed.send(room.session, room.rosa, words, "")
    assert room.session.scalars(sa.select(PushedReport)).first() is None


def test_who_no_longer_reads_reports_reads_none_and_a_list_leaves_a_row(room):
    pushed.send(room.session, room.rosa, WORDS, "")
    lines = pushed.to_read(room.session, room.world.admin, "")
    pushed.note_list(room.session, room.world.admin, lines)
    assert [
        row.patient_id for row in room.session.scalars(sa.select(AuditEvent).where(AuditEvent.act.startswith("list")))
    ]
    named = factories.account(room.session, "Bea Office", role="clerk")
    assert pushed.to_read(room.session, room.world.admin, named.sign_in) == [], "another account is named now"
    assert [line.report.words for line in pushed.to_read(room.session, named, named.sign_in)] == [WORDS]
    factories.team_member(room.session, named, room.world.rosa_patient)
    assert pushed.to_read(room.session, named, named.sign_in) == [], "never somebody of the person's own team"
