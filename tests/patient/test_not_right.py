"""A line of the log was not right: the person says so, the practice answers, and helpers never see it."""

import csv
import io
import json

import pytest
import sqlalchemy as sa

from app import clock
from app.access import audit
from app.care.people import log_file, not_right
from app.errors import Conflict, NotFound
from app.models import AuditEvent, NotRight, ProxyGrant
from tests.support.statements import Statements

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def path(world):
    return f"/patients/{world.rosa_patient.id}/me/log"


def test_a_line_about_a_helper(client_as, database, world, path):
    rosa, otto = client_as(world.rosa), client_as(world.otto)
    otto.get(f"/patients/{world.rosa_patient.id}/today")
    page = rosa.get(rosa.get(path).link("This was not right"))
    assert page.says("Otto Vega, who helps you", "looked at Today")
    rosa.submit(page, button="Send it", status=422)
    wrong = rosa.submit(page, button="Send it", what="other", status=422)
    assert wrong.says("Write in a few words what was not right.")
    said = rosa.submit(page, button="Send it", what="unknown", words="Who is *this*?")
    assert said.says("I do not know this person", "Who is *this*?", "End access for Otto", "You read the answer here")
    assert rosa.get(path).says("You said this was not right")
    for account in (world.otto, world.nurse):
        for address in (path, page.path, said.path):
            client_as(account).get(address, status=403)
    client_as(world.ruben).get(said.path, status=404)
    back = rosa.submit(said, button="Take this back")
    assert back.says("You took this back.")
    assert not rosa.get(path).says("You said this was not right")
    rosa.submit(back, button="No, it was not right")
    rosa.submit(rosa.get(said.path), button="End access for Otto")
    with database.read() as session:
        assert session.scalar(sa.select(ProxyGrant.withdrawn_at)) is not None
    assert not rosa.get(said.path).says("End access"), "there is nothing left to end"


def test_only_lines_of_ones_own_log_and_twice_is_once(database, world):
    with database.write() as session:
        rosa, nurse = world.grant(session, world.rosa), world.grant(session, world.nurse, world.ruben_patient)
        for grant, outcome in ((nurse, "done"), (world.grant(session, world.nurse), "refused")):
            audit.record(session, grant, "read record.profile", outcome=outcome)
        session.flush()
        others, refused = session.scalars(sa.select(AuditEvent.seq).order_by(AuditEvent.seq.desc()).limit(2))
        for seq in (others, refused, 10**30, -1):
            with pytest.raises(NotFound):
                not_right.say(session, rosa, seq, "unknown", "")
        audit.record(session, world.grant(session, world.nurse), "read record.profile")
        session.flush()
        seq = session.scalar(sa.select(sa.func.max(AuditEvent.seq)))
        one = not_right.say(session, rosa, seq, "should_not", "No.", "key")
        assert not_right.say(session, rosa, seq, "should_not", "No.", "key") is one
        with pytest.raises(Conflict):
            not_right.say(session, rosa, seq, "should_not", "Yes.", "key")
        assert session.scalar(sa.select(sa.func.count()).select_from(NotRight)) == 1


def test_the_log_by_who_and_what(client_as, world, path):
    rosa, nurse, otto = client_as(world.rosa), client_as(world.nurse), client_as(world.otto)
    nurse.get(f"/team/patients/{world.rosa_patient.id}/")
    otto.get(f"/patients/{world.rosa_patient.id}/today")
    page = rosa.get(f"{path}?who={world.otto.id}&what=saw")
    assert "looked at Today" in page.text
    assert "looked at the page with everything in short" not in page.text
    assert rosa.get(f"{path}?who={world.otto.id}&what=decided").says("Nothing like that in these days")
    assert rosa.get(f"{path}?what=nonsense&who=x").says("Nothing like that in these days")
    client_as(world.rosa, lang="en-XA").get(f"{path}?what=wrote")


def test_all_of_it_as_files(client_as, database, world, path, monkeypatch):
    from fhir.resources.R4B.auditevent import AuditEvent as Resource

    nurse, rosa = client_as(world.nurse), client_as(world.rosa)
    nurse.get(f"/team/patients/{world.rosa_patient.id}/")
    with database.write() as session:
        session.merge(world.nurse).name = "=cmd|'/c calc'!A1 <b>"
        audit.record(session, world.grant(session, world.otto), "log did", "plan_item", "k" * 16)
    page = rosa.get(rosa.get(path).link("Take this list along"))
    got = {}
    for words in ("a page", "a table", "another system"):
        form = page.form(button=words)
        answer = rosa.http.post(form.attrs["action"], data={"csrf_token": rosa.token()})
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
        got[words] = answer.get_data(as_text=True)
    assert "looked at the page with everything in short" in got["a page"]
    assert "<b>" not in got["a page"]
    rows = list(csv.reader(io.StringIO(got["a table"].removeprefix("\ufeff"))))
    assert [len(row) for row in rows] == [7] * len(rows)
    assert len(rows) > 4
    assert any(row[2].startswith("'=cmd") for row in rows)
    assert {row[5] for row in rows} >= {"for your care", "to help you", "for yourself"}
    events = [json.loads(line) for line in got["another system"].splitlines()]
    assert len(events) >= len(rows) - 1
    for event in events:
        Resource.model_validate(event)
    reasons = {e["purposeOfEvent"][0]["coding"][0]["code"] for e in events}
    assert reasons >= {"TREAT", "FAMRQT", "PATRQT"}
    assert any(e["entity"][-1]["what"].get("identifier", {}).get("value") == "k" * 16 for e in events)
    assert rosa.get(f"{path}?own=yes").says("took a copy out as a file")
    client_as(world.otto).post(f"{path}/files/table", status=403)

    monkeypatch.setattr(log_file, "BATCH", 3)
    with database.read() as session:
        grant = world.grant(session, world.rosa)
    with database.write() as session:
        for _n in range(10):
            audit.record(session, grant, "read patient.plan")
    with Statements(database.engine) as statements:
        lines = log_file.entries(database, grant)
        next(lines)
        assert len(statements.seen) == 2, "one batch and its names, however long the log is"
        count = 1 + sum(1 for _line in lines)
    assert len(statements.seen) <= count // 3 + 1 + 3


def test_the_answer_comes_back(client_as, database, world, path, frozen_clock):
    client_as(world.otto).get(f"/patients/{world.rosa_patient.id}/today")
    rosa = client_as(world.rosa)
    page = rosa.submit(rosa.get(rosa.get(path).link("This was not right")), button="Send it", what="should_not")
    today, news = f"/patients/{world.rosa_patient.id}/today", "Adam Pryce answered what you said was not right."
    assert not rosa.get(today).says("what you said was not right")
    frozen_clock.move(minutes=5)
    with database.write() as session:
        report = session.scalars(sa.select(NotRight)).one()
        report.answer, report.answered_at, report.answered_by_id = "We spoke with him.", clock.now(), world.admin.id
    frozen_clock.move(minutes=5)
    assert not client_as(world.otto).get(today).says("what you said was not right")
    assert rosa.get(rosa.get(today).link(news)).path == page.path
    assert not rosa.get(today).says(news), "it was opened"
    assert rosa.get(path).says("It is answered.")
    assert rosa.get(page.path).says("We spoke with him.", "Adam Pryce of the practice")
