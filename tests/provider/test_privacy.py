"""The privacy officer reads who looked and did what over all persons, never contents; each look is in the log."""

import re

import pytest
import sqlalchemy as sa

from app import clock
from app.access import audit
from app.care.people import oversight
from app.care.people.log_words import kind_of
from app.care.people.oversight import Asked
from app.models import AuditEvent, CareTeamMember, LoginSession, NotRight
from tests.care.progress import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")
LOG = "/team/privacy/log"


@pytest.fixture
def officer(client_as, world):
    return client_as(world.privacy)


def test_the_log_over_all_persons(client_as, database, world, officer, frozen_clock):
    with database.write() as session:
        plans.item(session, plans.version(session, world.rosa_patient, world.nurse), "activity", what="Secret walk")
    nurse = client_as(world.nurse)
    for person in (world.rosa_patient, world.ruben_patient):
        nurse.get(f"/team/patients/{person.id}/plan/agreed")
    client_as(world.stranger).get(f"/patients/{world.rosa_patient.id}/plan", status=404)
    frozen_clock.move(days=2)
    nurse = client_as(world.nurse)
    nurse.get(f"/team/patients/{world.ruben_patient.id}/")
    officer = client_as(world.privacy)
    page = officer.get(LOG)
    assert page.says(
        "Nora (nurse)", "Rosa Vega", "Ruben Vega", "looked at the plan", "Care", "Sam Other", "signed in"
    )
    assert "Secret" not in page.html
    only = officer.post(LOG, person=world.rosa_patient.id, who="nora", act="seen:plan")
    assert only.says("looked at the plan")
    assert "Ruben" not in only.main
    assert "Ruben" not in officer.post(LOG, person="rosa").main
    by_link = officer.get(f"{LOG}?person={world.rosa_patient.id}")
    assert by_link.says("Rosa Vega")
    assert "Ruben" not in by_link.main
    assert officer.get(f"{LOG}?person=rosa").says("Ruben Vega"), (
        "an address names nobody, so a name there means nothing"
    )
    refused = officer.get(f"{LOG}?outcome=refused")
    assert refused.says("Sam Other", "Refused", "GET patient.plan")
    assert "Nora" not in refused.main
    lately = officer.post(LOG, since="2026-03-12", person="vega")
    assert "looked at the page with everything in short" in lately.main
    assert "Rosa" not in lately.main
    assert officer.get(f"{LOG}?since=nonsense&until=9&before=x&act=seen:x&outcome=x&who=%25").status == 200
    assert officer.post(LOG, who="nobody-at-all").says("Nothing like that in the log")
    assert "Fay" in officer.get(f"{LOG}?own=yes").main, "own looks are in the log and shown when asked for"
    rosa = client_as(world.rosa)
    log = rosa.get(f"/patients/{world.rosa_patient.id}/me/log")
    assert log.says("Fay (privacy officer)", "looked at this list")
    client_as(world.privacy, lang="en-XA").get(LOG)


def test_staff_who_were_not_on_the_team(client_as, database, world, officer, frozen_clock):
    nurse, path = client_as(world.nurse), f"/team/patients/{world.rosa_patient.id}/"
    nurse.get(path)
    frozen_clock.move(minutes=1)
    with database.write() as session:
        member = session.scalars(
            sa.select(CareTeamMember).where(
                CareTeamMember.patient_id == world.rosa_patient.id, CareTeamMember.account_id == world.nurse.id
            )
        ).one()
        grant = world.grant(session, world.nurse)
        member.until = clock.now()
        session.flush()
        audit.record(session, grant, "read record.profile", "kept", "past-the-end")
    page = officer.get(f"{LOG}?outside=yes")
    assert page.main.count("Nora (nurse)") == 1, "while on the team it is no finding"
    assert page.says("past-the-end")
    assert officer.get("/team/privacy/").says("1 look by staff who were not on the team")


def test_every_act_is_found_under_its_words(database, world):
    """The question to the database and the words on the page never differ."""
    acts = ["read patient.plan_item", "read patient.prepare", "read patient.log_page", "say", "say helped"]
    acts += ["answer x", "answer not right", "answer statement (yes)", "read confide", "read question"]
    acts += ["read answers", "offer plan", "suggest add", "import fact", "say not right", "withdraw suggestion"]
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        for act in acts:
            audit.record(session, grant, act)
        session.flush()
        for act in acts:
            sort, name = kind_of(act)
            if name and act != "read confide":
                found = oversight.search(session, Asked(act=f"{sort}:{name}"))
                assert act in [one.row.act for one in found.rows], act
                assert {kind_of(one.row.act) for one in found.rows} == {(sort, name)}


def test_page_by_page(database, world, monkeypatch):
    monkeypatch.setattr(oversight, "ROWS", 3)
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        for n in range(7):
            audit.record(session, grant, f"say {n}")
        session.flush()
        seen, before = [], None
        for _page in range(5):
            page = oversight.search(session, Asked(act="done:say", before=before))
            seen += [one.row.act for one in page.rows]
            before = page.next_before
            if before is None:
                break
    assert seen == [f"say {n}" for n in range(6, -1, -1)]


def test_a_report_is_answered(client_as, database, world, officer):
    client_as(world.otto).get(f"/patients/{world.rosa_patient.id}/today")
    rosa = client_as(world.rosa)
    log = rosa.get(f"/patients/{world.rosa_patient.id}/me/log")
    rosa.submit(rosa.get(log.link("This was not right")), button="Send it", what="should_not", words="Not Otto.")
    assert officer.get("/").says("1 line of a log", "Waits for your answer")
    page = officer.get(officer.get("/team/privacy/reports").link("Rosa Vega"))
    assert page.says("They should not have seen this", "Otto Vega", "looked at Today", "Not Otto.")
    officer.submit(page, button="Send the answer", status=422)
    officer.submit(page, button="Send the answer", answer="We ended it.")
    again = officer.submit(page, button="Send the answer", answer="Other words.", status=409)
    assert again.says("Somebody answered this before you.", "We ended it.")
    with database.read() as session:
        report = session.scalars(sa.select(NotRight)).one()
        assert (report.answer, report.answered_by_id) == ("We ended it.", world.privacy.id)
    assert rosa.get(log.path).says("It is answered.")
    assert rosa.get(f"/patients/{world.rosa_patient.id}/me/log/said/{report.id}").says("We ended it.", "Fay Ward")


def test_consents_and_devices(client_as, database, world, officer):
    page = officer.get("/team/privacy/helpers")
    assert page.says("Otto Vega helps Rosa Vega", "No basis for deciding is recorded.", "agreed with Rosa Vega")
    assert officer.post("/team/privacy/helpers", person="ruben").says("No helper like that is recorded.")
    otto = client_as(world.otto)
    account = officer.get(officer.post("/team/privacy/accounts", name="otto").link("Otto Vega"))
    assert account.says("Test phone")
    officer.submit(account, button="Sign this device out")
    otto.get(f"/patients/{world.rosa_patient.id}/today", status=200)
    assert otto.get(f"/patients/{world.rosa_patient.id}/today").says("Sign in")
    with database.read() as session:
        row = session.scalars(sa.select(AuditEvent).where(AuditEvent.act == "sign out")).one()
        assert (row.actor_id, row.object_id, row.purpose) == (world.privacy.id, world.otto.id, "administration")
        assert session.scalar(sa.select(LoginSession.ended_at).where(LoginSession.account_id == world.otto.id))
    officer.post(f"/team/privacy/accounts/{world.otto.id}/end", id="x" * 16, status=404)
    assert officer.post(f"/team/privacy/accounts/{world.otto.id}/end").says("There was nothing to sign out.")
    officer.get(f"/team/privacy/accounts/{'x' * 16}", status=404)


def test_nobody_else_and_no_plan(app, client_as, database, world, officer):
    from tests.support.routes import all_routes

    routes = [route for route in all_routes(app) if route.need == "privacy"]
    assert len(routes) > 7
    for who in (world.admin, world.nurse, world.rosa):
        visitor = client_as(who)
        for route in routes:
            sent = {"data": {"csrf_token": visitor.token()}} if route.method == "POST" else {}
            assert visitor.http.open(route.address(app), method=route.method, **sent).status_code == 404
    with database.write() as session:
        session.add(
            CareTeamMember(
                patient_id=world.rosa_patient.id, account_id=world.privacy.id, since=world.rosa_patient.created_at
            )
        )
    officer.get(f"/team/patients/{world.rosa_patient.id}/", status=403)
    officer.get(f"/patients/{world.rosa_patient.id}/plan", status=403)
    with database.read() as session:
        before = session.scalar(sa.select(sa.func.count()).select_from(AuditEvent))
    for route in routes:
        if route.method == "GET" and not route.arguments:
            officer.get(route.address(app))
    with database.read() as session:
        looks = session.scalars(sa.select(AuditEvent.act).where(AuditEvent.act.like("read privacy.%"))).all()
        assert session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) > before
    pages = {re.sub(r"<.*", "", r.rule.endpoint) for r in routes if r.method == "GET" and not r.arguments}
    assert {f"read {page}" for page in pages} <= set(looks)
