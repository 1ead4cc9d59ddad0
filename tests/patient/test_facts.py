"""What the team knows, on the person's phone: still right, not right, added, and what is really taken."""

import pytest
import sqlalchemy as sa

from app.care.facts import keeping
from app.db import new_id
from app.models import AuditEvent, FactStatement, ProxyGrant, RecordFact
from tests.care.facts.made import ALLERGY, MEDICINE, facts


@pytest.fixture
def place(world):
    return f"/patients/{world.rosa_patient.id}/me"


def count(database, model):
    with database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model))


def scopes(database, *names):
    with database.write() as session:
        session.execute(sa.update(ProxyGrant).values(scopes=list(names)))


def test_sections_say_where_each_line_comes_from(client_as, world, place, database):
    facts(database, world)
    rosa = client_as(world.rosa)
    page = rosa.get(rosa.get(place).link("What my team knows about me"))
    assert page.says("Allergies", "Nobody has asked about allergies yet.", "1 fact")
    page = rosa.get(page.link("Medicines"))
    assert page.says("Metoprolol", "1 tablet in the morning", "Nora (nurse) wrote this down")


def test_still_right_is_one_tap(frozen_clock, client_as, world, place, database):
    facts(database, world)
    frozen_clock.move(days=400)
    rosa = client_as(world.rosa)
    page = rosa.get(f"{place}/facts/about/medicine")
    assert page.says("Last confirmed 13 months ago. Still right?")
    page = rosa.submit(page, to="/right", button="Still right")
    assert page.says("Stored: still right.", "Last confirmed: You")
    assert "ago. Still right?" not in page.main


def test_this_is_not_right_in_her_own_words(client_as, world, place, database):
    fact = facts(database, world)
    rosa = client_as(world.rosa)
    page = rosa.get(f"{place}/facts/about/medicine")
    field = f"words-{fact.id}"
    empty = rosa.submit(page, to="/not-right", status=422, **{field: " "})
    assert empty.says("Write in your words what is not right.")
    page = rosa.submit(page, to="/not-right", **{field: "I take it at night"})
    assert page.says("Sent.", "I take it at night", "You said", "Your team looks at both.", "1 tablet in the morning")
    ruben = client_as(world.ruben).get(f"/patients/{world.ruben_patient.id}/me/facts/about/medicine")
    assert "at night" not in ruben.main


def test_somebody_changed_it_first_and_both_texts_are_there(client_as, world, place, database):
    fact = facts(database, world)
    rosa = client_as(world.rosa)
    page = rosa.get(f"{place}/facts/about/medicine")
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        keeping.correct(session, nurse, fact.id, {**MEDICINE, "how": "in the evening"}, client_key=new_id())
    page = rosa.submit(page, to="/not-right", status=409, **{f"words-{fact.id}": "I take it at night"})
    assert page.says("I take it at night", "How and when: in the evening")
    assert count(database, FactStatement) == 0


def test_one_medicine_a_screen(client_as, world, place, database):
    facts(database, world)
    facts(database, world, content={"name": "Ramipril", "how": "1 tablet"})
    rosa = client_as(world.rosa)
    start = rosa.get(f"{place}/medicines")
    first = rosa.get(start.link("Begin with the first one"))
    assert first.says("1 of 2", "I take it as written here", "I do not take it", "I bought it myself")
    assert rosa.submit(first, to="/medicines/", status=422).says("Choose one of the answers.")
    second = rosa.submit(first, to="/medicines/", use="taking")
    assert second.says("2 of 2")
    done = rosa.submit(second, to="/medicines/", use="not_taking", why=["cost", "forget"], words="Too dear for me")
    assert done.says("That was all. Thank you.", "I do not take it · It is easy to forget · It costs too much")
    assert rosa.submit(second, to="/medicines/", use="not_taking", why=["cost", "forget"], words="Too dear for me")
    assert count(database, FactStatement) == 1
    for page in (first, second):  # the "back" button, and another answer: never a success that was not stored
        again = rosa.submit(page, to="/medicines/", status=409, use="bought")
        assert again.says("You sent this page before.")
    assert count(database, FactStatement) == 1


def test_she_adds_and_changes_her_own(client_as, world, place, database):
    rosa = client_as(world.rosa)
    page = rosa.get(rosa.get(f"{place}/facts/about/practice").link("Add something you do"))
    assert rosa.submit(page, to="/new", status=422, what="").says("Write what you do.")
    listed = rosa.submit(page, to="/new", what="Sage tea", how_often="every evening")
    assert listed.says("Sage tea", "You said so")
    again = rosa.submit(page, to="/new", status=409, what="Prayer")
    assert again.says("You sent this page before.")
    page = rosa.get(listed.link("Change my words"))
    page = rosa.submit(page, to="/change", what="Peppermint tea")
    assert page.says("Peppermint tea", "Sage tea", "Earlier words")
    page = rosa.submit(page, to="/end", button="It is no longer so")
    assert page.says("Nothing is written down yet.")
    rosa.get(f"{place}/facts/about/test/new", status=404)
    rosa.get(f"{place}/facts/about/nonsense", status=404)


def test_a_helper_only_with_that_scope_and_under_both_names(client_as, world, place, database):
    fact = facts(database, world, "allergy", ALLERGY)
    otto = client_as(world.otto)
    for path in ("facts", "facts/about/allergy", f"facts/{fact.id}", "medicines"):
        otto.get(f"{place}/{path}", status=404)
    otto.post(f"{place}/facts/{fact.id}/right", status=404)
    assert "What the team knows" not in otto.get(place).main
    scopes(database, "see", "fill_in")
    page = otto.get(otto.get(place).link("What the team knows about Rosa"))
    page = otto.get(page.link("Allergies"))
    page = otto.submit(page, to="/not-right", **{f"words-{fact.id}": "It was amoxicillin"})
    assert page.says("You said for Rosa")
    assert client_as(world.rosa).get(f"{place}/facts/about/allergy").says("Otto said for Rosa")
    nurse = client_as(world.nurse)
    assert nurse.get(f"/team/patients/{world.rosa_patient.id}/facts").says("Otto said for Rosa")


def test_nobody_else_learns_of_it(client_as, world, place, database):
    facts(database, world)
    with database.read() as session:
        theirs = session.scalars(sa.select(RecordFact).where(RecordFact.patient_id == world.ruben_patient.id)).one()
    rosa, key = client_as(world.rosa), new_id()
    rosa.get(f"{place}/facts/{theirs.id}", status=404)
    rosa.get(f"{place}/medicines/{theirs.id}", status=404)
    rosa.post(f"{place}/facts/{theirs.id}/right", status=404)
    rosa.post(f"{place}/medicines/{theirs.id}", status=404, use="taking", client_key=key)
    client_as(world.stranger).get(f"{place}/facts", status=404)
    client_as(world.clerk).get(f"{place}/facts", status=404)


def test_reads_and_writes_are_in_the_log(client_as, world, place, database):
    fact = facts(database, world)
    rosa = client_as(world.rosa)
    rosa.get(f"{place}/facts/{fact.id}")
    rosa.post(f"{place}/facts/{fact.id}/right")
    with database.read() as session:
        acts = session.scalars(sa.select(AuditEvent.act).where(AuditEvent.actor_id == world.rosa.id)).all()
    assert {"read patient.my_fact", "confirm fact"} <= set(acts)


def test_full_pages_in_the_pseudo_language(frozen_clock, client_as, world, place, database):
    fact = facts(database, world)
    facts(database, world, "allergy", ALLERGY)
    frozen_clock.move(days=800)
    rosa = client_as(world.rosa, lang="en-XA")
    page = rosa.get(f"{place}/facts/about/medicine")
    rosa.submit(page, to="/not-right", **{f"words-{fact.id}": "Zzz"})
    rosa.get(f"{place}/facts")
    rosa.get(f"{place}/facts/{fact.id}")
    rosa.get(f"{place}/medicines/{fact.id}")
    for kind in ("diagnosis", "allergy", "medicine", "practice"):
        rosa.get(f"{place}/facts/about/{kind}/new")
