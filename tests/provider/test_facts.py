"""The team keeps facts: adding, correcting, confirming, ending, and answering what the person says."""

import pytest

from app.care.facts import keeping, saying
from app.care.facts.kinds import KINDS
from app.db import new_id
from tests.care.facts.made import DIAGNOSIS, MEDICINE, facts
from tests.care.facts.test_kinds import SMALLEST


@pytest.fixture
def place(world):
    return f"/team/patients/{world.rosa_patient.id}/facts"


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_added_and_corrected(client_as, world, place, kind):
    nurse = client_as(world.nurse)
    form = nurse.get(f"{place}/new/{kind}")
    assert nurse.submit(form, to="/new/", status=422).says("Let’s look at this again")
    known = {n.attrs.get("name") for n in form.form("/new/").walk()}
    parts = {f"{name}-year": value[:4] for name, value in SMALLEST[kind].items() if name == "on"}
    fields = {name: value for name, value in (SMALLEST[kind] | parts).items() if name in known}
    page = nurse.submit(form, to="/new/", source="letter", source_words="Dr Hale", **fields)
    assert page.says("Written down.", "From a letter: Dr Hale.")
    first = next(iter(SMALLEST[kind].values()))
    page = nurse.get(nurse.get(page.link(first)).link("Correct it"))
    word = next(name for name in ("words", "what", "name", "sender") if name in fields)
    page = nurse.submit(page, to="/correct", **{word: "Put better"})
    assert page.says("Put better", "Earlier wordings", first)


def test_two_people_at_once_see_both_texts_and_lose_nothing(client_as, world, place, database):
    fact = facts(database, world)
    nurse, physician = client_as(world.nurse), client_as(world.physician)
    mine, theirs = nurse.get(f"{place}/{fact.id}/correct"), physician.get(f"{place}/{fact.id}/correct")
    physician.submit(theirs, to="/correct", how="2 tablets")
    page = nurse.submit(mine, to="/correct", status=409, how="3 tablets")
    assert page.says("How and when: 2 tablets", "How and when: 3 tablets")
    page = nurse.submit(page, to="/correct", how="3 tablets")
    assert page.says("3 tablets", "2 tablets", "1 tablet in the morning")


def test_confirming_and_ending(frozen_clock, client_as, world, place, database):
    facts(database, world, "diagnosis", DIAGNOSIS)
    frozen_clock.move(days=430)
    nurse = client_as(world.nurse)
    page = nurse.get(place)
    assert page.says("March 2019", "Last confirmed 14 months ago. Still right?")
    page = nurse.submit(page, to="/confirm", button="Still right")
    assert page.says("Confirmed: High blood pressure")
    assert "ago. Still right?" not in page.main
    page = nurse.get(page.link("High blood pressure"))
    assert nurse.submit(page, to="/end", status=422).says("Choose why it ends.")
    page = nurse.submit(page, to="/end", reason="mistake", words="It was another person")
    assert page.says("Ended, because it was entered by mistake: You", "It was another person")
    assert nurse.get(place).says("No conditions are written down.")


def test_what_she_says_waits_on_the_worklist_and_is_answered(client_as, world, place, database):
    fact = facts(database, world)
    with database.write() as session:
        said = saying.taking(
            session, world.grant(session, world.rosa), fact.id, use="differently", why=["side_effects"],
            words="Half of it", client_key=new_id(),
        )  # fmt: skip
    nurse = client_as(world.nurse)
    assert nurse.get("/team/").says("Says about “Metoprolol”: Taken in another way · Side effects. Half of it")
    page = nurse.get(f"{place}/said/{said.id}")
    assert page.says("Rosa says", "Half of it", "1 tablet in the morning")
    assert nurse.submit(page, to="/keep", status=422).says("Say why it stays")
    taken = nurse.submit(page, to="/take")
    assert taken.says("Taken in another way", "Half of it", "took this over")
    assert nurse.submit(page, to="/keep", status=409, words="It stays").says("It was taken over.", "It stays")
    assert not nurse.get("/team/").says("Metoprolol")


def test_correcting_from_her_words_answers_them(client_as, world, place, database):
    fact = facts(database, world)
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        said = saying.not_right(session, rosa, fact.id, "I take it at night", new_id())
    nurse = client_as(world.nurse)
    page = nurse.get(nurse.get(f"{place}/said/{said.id}").link("Correct our line"))
    assert page.says("I take it at night")
    page = nurse.submit(page, to="/correct", how="1 tablet at night", source="person")
    assert page.says("Rosa said so. You wrote it down", "took this over", "I take it at night")


def test_keeping_our_line_needs_words_that_she_reads(client_as, world, place, database):
    fact = facts(database, world)
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        said = saying.not_right(session, rosa, fact.id, "I take it at night", new_id())
    nurse = client_as(world.nurse)
    nurse.submit(nurse.get(f"{place}/said/{said.id}"), to="/keep", words="The morning is what we agreed.")
    page = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/me/facts/about/medicine")
    assert page.says("I take it at night", "Nora (nurse) answered", "The morning is what we agreed.")


def test_what_she_added_is_looked_at(client_as, world, place, database):
    with database.write() as session:
        keeping.add(session, world.grant(session, world.rosa), "medicine", {"name": "Arnica"}, client_key="k")
    nurse = client_as(world.nurse)
    assert nurse.get("/team/").says("Added to what we know: Arnica")
    page = nurse.get(nurse.get(place).link("Arnica"))
    nurse.submit(page, to="/confirm", button="Still right")
    assert not nurse.get("/team/").says("Arnica")


def test_a_clerk_a_helper_and_the_person_stay_out(client_as, world, place, database):
    fact = facts(database, world)
    for who in (world.clerk, world.otto, world.rosa):
        visitor = client_as(who)
        for path in ("", f"/{fact.id}", f"/{fact.id}/correct", "/new/allergy"):
            visitor.get(place + path, status=403)
        visitor.post(f"{place}/{fact.id}/confirm", status=403)
        visitor.post(f"{place}/{fact.id}/end", status=403, reason="mistake")
    client_as(world.stranger).get(place, status=404)
    ruben = f"/team/patients/{world.ruben_patient.id}/facts"
    client_as(world.nurse).get(f"{ruben}/{fact.id}", status=404)


def test_full_pages_in_the_pseudo_language(frozen_clock, client_as, world, place, database):
    fact = facts(database, world, content={**MEDICINE, "use": "not_taking", "why": ["cost"]})
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        said = saying.not_right(session, rosa, fact.id, "Zzz", new_id())
    frozen_clock.move(days=400)
    nurse = client_as(world.nurse, lang="en-XA")
    for path in ("", f"/{fact.id}", f"/{fact.id}/correct", f"/said/{said.id}", *(f"/new/{kind}" for kind in KINDS)):
        nurse.get(place + path)
