"""Somebody who helps two parents: told apart at home and on every page, and a form of one never changes the other."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.access import looks
from app.models import AuditEvent, ProgressEntry, ProxyGrant, Question
from tests import factories
from tests.care.progress import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def both(database, world):
    """Otto helps Rosa and Ruben; each walks today. Their keys."""
    with database.write() as session:
        factories.proxy(session, world.otto, world.ruben_patient, by=world.ruben)
        keys = []
        for owner, person in ((world.rosa, world.rosa_patient), (world.ruben, world.ruben_patient)):
            walk = plans.item(session, plans.version(session, person, world.nurse), what="Walk to the shop")
            plans.on_day(session, walk, owner)
            keys.append(walk.key)
    return keys


def band(page):
    found = next(n for n in page.tree.all("header") if "band" in n.attrs.get("class", "").split())
    return set(re.findall(r"band-(?:colour|pattern)-\d", found.attrs["class"]))


def of(patient, rest="today"):
    return f"/patients/{patient.id}/{rest}"


def test_at_home_and_on_each_page_they_share_neither_colour_nor_pattern(client_as, world, both, database):
    otto = client_as(world.otto)
    home = otto.get("/people")
    cards = [n.attrs["class"] for n in home.tree.all("article")]
    assert len(cards) == 2
    assert not set(re.findall(r"band-(?:colour|pattern)-\d", cards[0])) & set(re.findall(r"\S+-\d", cards[1]))
    assert home.says("Rosa Vega, born 1948", "Ruben Vega, born 1948", "1 thing is left for today.")
    assert home.says("You may: see the plan, write down what was done.")
    rosa, ruben = otto.get(of(world.rosa_patient)), otto.get(of(world.ruben_patient))
    assert rosa.says("You are helping Rosa", "Switch")
    assert ruben.says("You are helping Ruben")
    assert not band(rosa) & band(ruben)
    assert rosa.link("Switch") == "/people"
    assert band(otto.get(of(world.rosa_patient, "me"))) == band(rosa)
    with database.read() as session:
        seen = session.scalars(sa.select(AuditEvent.patient_id).where(AuditEvent.act == "read account.people"))
        assert set(seen) == {world.rosa_patient.id, world.ruben_patient.id}


def test_what_is_left_is_not_counted_for_whom_it_was_not_agreed_with(client_as, world, both, database):
    with database.write() as session:
        for row in session.scalars(sa.select(ProxyGrant)):
            row.scopes = {"goals": ["see"], "diary": ["see"]}
            row.scopes |= {"actions": ["see"]} if row.patient_id == world.ruben_patient.id else {}
    cards = [node.text for node in client_as(world.otto).get("/people").tree.all("article")]
    left = {name: "for today" in text for text in cards for name in ("Rosa Vega", "Ruben Vega") if name in text}
    assert left == {"Rosa Vega": False, "Ruben Vega": True}


def test_what_is_done_is_not_left_and_one_s_own_page_looks_otherwise(client_as, world, both, database):
    rosa = client_as(world.rosa)
    page = rosa.get(of(world.rosa_patient))
    assert not page.says("Switch"), "nobody to switch to"
    with database.write() as session:
        factories.proxy(session, world.rosa, world.ruben_patient, by=world.ruben)
    rosa.submit(rosa.get(of(world.rosa_patient)), button="did it")
    home = rosa.get("/people")
    own, helped = home.tree.all("article")
    assert "Nothing is left for today." in own.text
    assert "band-own" in own.attrs["class"]
    assert "1 thing is left for today." in helped.text
    assert rosa.get(of(world.rosa_patient)).says("Rosa (you)", "Switch")
    assert band(rosa.get(of(world.ruben_patient)))


def test_a_look_stays_and_nobody_takes_over_another_s(database, world):
    with database.write() as session:
        otto, people = world.otto.id, [world.rosa_patient]
        for n in range(6):
            someone = factories.patient(session, None, name=f"Person {n}")
            people.append(someone)
            factories.proxy(session, world.otto, someone, by=world.rosa)
        given = dict(session.execute(sa.select(ProxyGrant.patient_id, ProxyGrant.look)).all())
        assert [given[person.id] for person in people] == list(range(7))
        row = session.scalars(sa.select(ProxyGrant).where(ProxyGrant.patient_id == people[2].id)).one()
        row.withdrawn_at = row.starts_at
        assert looks.for_new(session, otto, people[2].id) == 2, "who comes back looks as before"
        assert looks.for_new(session, otto, world.ruben_patient.id) == 7
        assert looks.for_new(session, world.stranger.id, world.ruben_patient.id) == 0


def test_a_form_of_one_person_s_page_changes_nobody_else(client_as, world, both, database):
    otto = client_as(world.otto)
    page = otto.get(of(world.rosa_patient))
    form = page.form(to=both[0], button="did it")
    fields = {n.attrs["name"]: n.attrs.get("value", "") for n in form.all("input") if n.attrs.get("name")}
    assert fields["page_of"] == f"{world.otto.id} {world.rosa_patient.id}"
    fields |= {"outcome": "did", "note": "Only as far as the corner."}
    refused = otto.post(of(world.ruben_patient, f"today/items/{both[1]}"), status=409, **fields)
    assert refused.h1 == "This was for somebody else"
    assert refused.says("We stored nothing, for nobody.", "Only as far as the corner.")
    assert refused.link("Choose the person") == "/people"
    with database.read() as session:
        assert not session.scalars(sa.select(ProgressEntry)).all()
    otto.get(of(world.ruben_patient))  # a second tab with the other parent makes this one no worse
    otto.submit(page, to=both[0], button="did it")
    with database.read() as session:
        assert session.scalars(sa.select(ProgressEntry.patient_id)).all() == [world.rosa_patient.id]


def test_a_form_of_who_was_signed_in_before_is_refused_with_its_words(client_as, world, both, database):
    otto, rosa = client_as(world.otto), client_as(world.rosa)
    form = otto.get(of(world.rosa_patient)).form(to=both[0], button="did it")
    about = next(n.attrs["value"] for n in form.all("input") if n.attrs.get("name") == "page_of")
    address = of(world.rosa_patient, f"today/items/{both[0]}")
    refused = rosa.post(address, status=409, page_of=about, outcome="did", note="Said by Otto, and long enough.")
    assert refused.h1 == "Somebody else is signed in now"
    assert refused.says("Said by Otto, and long enough.")
    with database.read() as session:
        assert not session.scalars(sa.select(ProgressEntry)).all()


def test_words_about_one_are_not_said_on_the_page_of_the_other(client_as, world, both):
    otto = client_as(world.otto)
    page = otto.submit(otto.get(of(world.rosa_patient)), to=both[0], button="did it")
    undo = page.form(button="Undo")
    fields = {n.attrs["name"]: n.attrs["value"] for n in undo.all("input") if n.attrs.get("name")}
    otto.http.post(undo.attrs["action"], data=fields)  # answered, but its next page is not open yet
    assert not otto.get(of(world.ruben_patient)).says("Taken back.")
    assert otto.get(of(world.rosa_patient)).says("Taken back.")


def test_what_goes_to_the_team_is_read_back_to_who_helps_several(client_as, world, both, database):
    with database.write() as session:
        for row in session.scalars(sa.select(ProxyGrant)):
            row.scopes = ["see", "log", "ask"]
    otto = client_as(world.otto)
    path = of(world.rosa_patient, f"plan/items/{both[0]}/question")
    page = otto.get(path)
    assert page.says("For Rosa Vega, born 1948", "Send my question for Rosa")
    asked = otto.submit(page, button="Send my question", words="Is a short walk\nenough for now?", status=422)
    assert asked.h1 == "Is this for Rosa?"
    assert asked.says("For Rosa Vega, born 1948", "Nothing is sent yet.", "Is a short walk")
    with database.read() as session:
        assert not session.scalars(sa.select(Question)).all()
    sent = otto.submit(asked, button="Yes, this is for Rosa")
    assert sent.says("Your question is sent.")
    with database.read() as session:
        (question,) = session.scalars(sa.select(Question))
        assert question.patient_id == world.rosa_patient.id
        assert question.words.split() == "Is a short walk enough for now?".split()
    wrong = {"is_for": world.ruben_patient.id, "words": "Please ring."}
    assert otto.post(of(world.rosa_patient, "ring-me"), status=422, **wrong).h1 == "Is this for Rosa?"
    short = otto.post(of(world.rosa_patient, "ring-me"), status=422, words="Dizzy")
    assert short.says("Nothing is sent yet.", "Dizzy"), "one word is read back, too"
    with database.write() as session:
        session.execute(sa.delete(ProxyGrant).where(ProxyGrant.patient_id == world.ruben_patient.id))
    page = otto.submit(otto.get(path), button="Send my question", words="And who helps one is not asked.")
    assert page.says("Your question is sent.")


def test_the_step_between_takes_its_words_in_every_script(client_as, world, both, database):
    with database.write() as session:
        for row in session.scalars(sa.select(ProxyGrant)):
            row.scopes = ["see", "log", "ask"]
    otto = client_as(world.otto, lang="en-XA")
    page = otto.get(of(world.rosa_patient, "ring-me"))
    asked = otto.submit(page, to="ring-me", words="", status=422)
    assert asked.tree.first("html").attrs["dir"] == "rtl"
    otto.get("/people")


def test_help_that_rests_is_said_and_opens_nothing(world, client_as, database):
    """Somebody whose help is paused is not left to wonder where the other one went."""
    with database.write() as session:
        grant = session.scalars(sa.select(ProxyGrant).where(ProxyGrant.account_id == world.otto.id)).first()
        grant.paused_at = clock.now()
        later = factories.proxy(session, world.otto, world.ruben_patient, by=world.ruben)
        later.starts_at = clock.now() + timedelta(days=3)
    otto = client_as(world.otto)
    home = otto.get("/people")
    assert home.says(
        "Not open now", world.rosa_patient.full_name, "Your help is paused for now", "Your help begins on"
    )
    assert "Nobody here yet" not in home.main
    assert not [a for a in home.tree.all("a") if "/patients/" in a.attrs.get("href", "")]
    otto.get(f"/patients/{world.rosa_patient.id}/today", status=404)
    assert client_as(world.stranger).get("/people").says("Nobody here yet")
