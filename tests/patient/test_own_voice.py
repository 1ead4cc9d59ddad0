"""Whose answer it is on the pages: a helper with a basis, the private question after help, and "I felt pushed"."""

import pytest

from app.care.plan import decisions
from app.care.plan.how_answered import How
from app.models import AuditEvent, PushedReport
from tests import factories
from tests.patient import offered
from tests.patient.offered import may_decide, rows

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def keys(frozen_clock, database, world):
    return offered.plan(database, world)


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


def test_a_helper_with_a_basis_answers_with_both_names_and_the_persons_own_comes_first(
    client_as, world, home, keys, database, frozen_clock
):
    otto, rosa = client_as(world.otto), client_as(world.rosa)
    otto.post(f"{home}/items/{keys['goal']}/decision", 403, version="1", answer="yes")
    may_decide(database, world, world.otto)
    page = otto.get(f"{home}/items/{keys['goal']}")
    page = otto.submit(page, "/decision", "Yes", words="She would like it")
    assert page.says("You, for Rosa: yes")
    page = rosa.get(f"{home}/items/{keys['goal']}")
    assert page.says("Otto, for Rosa: yes", "She would like it")
    frozen_clock.move(minutes=1)
    page = rosa.submit(page, "/decision", "No")
    assert page.says("You said no on", "Otto, for Rosa: yes", "Your own answer counts.")
    assert rosa.get(f"{home}/whole").says("You said no on", "Otto, for Rosa: yes")
    assert otto.get(f"{home}/items/{keys['goal']}").says("Rosa said no on")
    page = rosa.submit(page, "/decision/take-back")
    assert page.says("Otto, for Rosa: yes")


def test_the_private_question_comes_another_day_and_once(client_as, world, home, keys, database, frozen_clock):
    may_decide(database, world, world.otto)
    with database.write() as session:
        decisions.decide(session, world.grant(session, world.otto), keys["goal"], 1, "yes")
        decisions.decide(session, world.grant(session, world.rosa), keys["swim"], 1, "yes", how=How(helped=True))
    rosa, words = client_as(world.rosa), "Is this what you want?"
    assert not rosa.get(home).says(words)
    frozen_clock.move(days=1)
    page = rosa.get(rosa.get(home).link(words))
    assert page.says("Walk to church again.", "Otto, for Rosa", "People who help you do not see what you say here.")
    buttons = page.form("/alone").all("button")
    assert {b.attrs["class"] for b in buttons} == {"button"}
    page = rosa.submit(page, "/alone", "I would like to talk alone")
    assert not page.says(words)
    assert rosa.get(f"{home}/alone").says("There is nothing to ask you here now.")
    nurse = client_as(world.nurse)
    assert nurse.get("/team/").says("Would like to talk about the plan alone")
    assert nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/agreed").says("I would like to talk alone")
    otto = client_as(world.otto)
    for path in ("", "/answers", f"/items/{keys['goal']}", "/whole"):
        assert not otto.get(home + path).says("alone")


def test_felt_pushed_reaches_its_reader_and_nobody_else(client_as, world, home, keys, database):
    rosa, words = client_as(world.rosa), "The only answer was yes, she said"
    page = rosa.get(rosa.get(home).link("I felt pushed"))
    assert page.says("Adam (office) reads it, and is not on your care team.")
    form = page
    page = rosa.submit(form, "/pushed", words=words)
    assert page.says("Your words are sent.", words, "Not read yet")
    rosa.submit(form, "/pushed", words=words)
    assert len(rows(database, PushedReport)) == 1
    admin = client_as(world.admin)
    listed = admin.get("/team/pushed")
    assert listed.says("Rosa Vega", "Not read yet")
    report = admin.get(listed.link("Rosa Vega"))
    assert report.says(words)
    assert rosa.get(f"{home}/pushed").says("Read on")
    admin.submit(report, "/close", done=" ", status=422)
    admin.submit(report, "/close", done="I spoke with the team about it.")
    assert rosa.get(f"{home}/pushed").says("Closed on", "I spoke with the team about it.")


def test_the_team_and_helpers_see_nothing_of_it(client_as, world, home, keys, database):
    words = "The only answer was yes, she said"
    client_as(world.rosa).post(f"{home}/pushed", words=words)
    report = rows(database, PushedReport)[0]
    person = f"/team/patients/{world.rosa_patient.id}"
    for account in (world.nurse, world.physician):
        visitor = client_as(account)
        for path in ("/team/", f"{person}/", f"{person}/plan/agreed", "/team/pushed"):
            assert words not in visitor.get(path).html
        visitor.get(f"/team/pushed/{report.id}", 404)
        visitor.post(f"/team/pushed/{report.id}/close", 404, done="x")
    otto = client_as(world.otto)
    assert "pushed" in client_as(world.rosa).get(home).html
    assert "pushed" not in otto.get(home).html
    for path in ("/pushed", "/alone"):
        otto.get(home + path, 404)
    otto.post(f"{home}/pushed", 404, words="x")
    assert not [row for row in rows(database, AuditEvent) if words[:8] in f"{row.act}{row.object_id}"]


def test_when_only_a_member_of_the_team_could_read_it_the_page_says_so(app, client_as, world, home, keys, database):
    with database.write() as session:
        factories.team_member(session, world.admin, world.rosa_patient)
    page = client_as(world.rosa).get(f"{home}/pushed")
    assert page.says("Please know this first", "Adam (office) would read this, and is on your care team now.")
    assert page.says("Ring us")
