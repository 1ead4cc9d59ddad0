"""Wishes for later on every page: nobody reads a word of them before the second step, and helpers never do."""

import json

import pytest
import sqlalchemy as sa

from app.access import passphrases
from app.access.grants import system
from app.care.plan import decisions, drafting, offering, questions, suggestions, talks
from app.models import Account, Decision, LoginSession, PlanItem, Question, Throttle
from tests.care.plan import plans
from tests.support.routes import all_routes

MARK = "zzwish"
PHRASE = "four calm grey geese"
ROWS = ("plan_item", "item_change", "question", "talk", "concern", "review", "care_plan")


@pytest.fixture(autouse=True)
def still(frozen_clock):
    return frozen_clock


@pytest.fixture
def wish(still, database, world):
    """A wish in two versions, answered, asked about, talked about, drafted again, and another one suggested."""
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        keys = plans.offered(session, nurse, ("goal", "activity"))
        row = plans.put(
            session, nurse, "advance_wish", sort="treatment", stance="not_want", words=f"{MARK} no machine",
            condition=f"{MARK} if I am asleep", kept_at=f"{MARK} folder", told=[f"{MARK} Leo"],
        )  # fmt: skip
        offering.offer(session, nurse)
        rosa, opened = (world.grant(session, who).with_private() for who in (world.rosa, world.nurse))
        decisions.decide(session, rosa, row.key, 2, "talk", f"{MARK} answer")
        asked = questions.ask(session, rosa, row.key, f"{MARK} question")
        talks.write(
            session, opened, happened_on=plans.days(0), topics=f"{MARK} talk", said=f"{MARK} said", keys=[row.key],
            shared="helpers",
        )  # fmt: skip
        words = {**row.content, "words": f"{MARK} changed"}
        drafting.save(session, opened, kind="advance_wish", key=row.key, base_number=2, content=words)
        offering.offer(session, nurse)
        drafting.save(
            session, opened, kind="advance_wish", key=row.key, base_number=3, content={**words, "told": [MARK]}
        )
        waits = suggestions.suggest(
            session, rosa, kind="advance_wish", content={**row.content, "words": f"{MARK} suggested"}
        )
        return {**keys, "wish": row.key, "asked": asked.id, "waits": waits.id}


def give_passphrase(database, world):
    with database.write() as session:
        session.get_one(Account, world.rosa.id).passphrase_hash = passphrases.hash_(PHRASE)


def addresses(app, world, wish):
    """Every page about Rosa, with each key and id of a wish wherever something stands in the address."""
    ids = (wish["wish"], wish["asked"], wish["waits"], "advance_wish", "wishes")
    for route in all_routes(app):
        if route.method != "GET" or not (route.on_a_patient or route.need in ("staff", "signed_in")):
            continue
        words = {n for n in route.arguments if "Integer" not in type(route.rule._converters[n]).__name__}
        numbers = route.arguments - words
        for id_ in ids if words else ids[:1]:
            for number in (1, 2, 3) if numbers else (1,):
                values = dict.fromkeys(words, id_) | dict.fromkeys(numbers, number)
                yield route.address(app, patient_id=world.rosa_patient.id, **values)
    person = world.rosa_patient.id
    yield f"/team/patients/{person}/talks?key={wish['wish']}"
    yield f"/team/patients/{person}/talks/new?key={wish['wish']}"


@pytest.mark.parametrize("who", ["otto", "rosa", "nurse", "physician", "clerk"])
def test_no_page_shows_a_word_of_them_while_they_are_closed(app, client_as, world, wish, who):
    visitor, opened = client_as(getattr(world, who)), 0
    for address in addresses(app, world, wish):
        page = visitor.get(address, status=None)
        assert MARK not in page.html, f"{who} reads a wish at {address}"
        if who == "otto":
            assert wish["wish"] not in page.html.replace(address, ""), f"{address} names the line to a helper"
            assert "A treatment I would not want" not in page.html, f"{address} tells a helper what there is"
        opened += page.status == 200
    assert opened > (5 if who == "clerk" else 15)


def test_a_helper_meets_what_a_stranger_meets(client_as, world, wish):
    otto, person = client_as(world.otto), world.rosa_patient.id
    unreal = otto.get(f"/patients/{person}/plan/items/{'n' * 16}", status=404)
    assert otto.get(f"/patients/{person}/plan/items/{wish['wish']}", status=404).main == unreal.main
    for path in ("wishes/open", "wishes/opened", f"plan/items/{wish['wish']}/question"):
        assert otto.get(f"/patients/{person}/{path}", status=None).status in (403, 404)
    empty = otto.get(f"/patients/{person}/plan/sections/wishes")
    assert empty.says("Nothing here yet")
    assert not empty.says("closed")
    for path in ("plan", "plan/whole", "plan/versions/2"):
        assert not otto.get(f"/patients/{person}/{path}").says("closed")
        assert client_as(world.rosa).get(f"/patients/{person}/{path}").says("closed")


def test_the_person_opens_them_with_her_passphrase_and_they_close_by_themselves(
    client_as, database, world, wish, still
):
    give_passphrase(database, world)
    rosa, base = client_as(world.rosa), f"/patients/{world.rosa_patient.id}"
    page = rosa.get(f"{base}/plan/items/{wish['wish']}")
    assert page.h1 == "Open my wishes"
    page = rosa.submit(page, to="wishes/open", status=422, passphrase="wrong geese here")
    assert MARK not in rosa.get(f"{base}/plan/whole").html
    page = rosa.submit(page, to="wishes/open", passphrase=PHRASE)
    assert page.says(f"{MARK} changed", "These are wishes. This is not a legal paper.")
    assert page.path.endswith(wish["wish"])
    whole = rosa.get(f"{base}/plan/whole")
    assert whole.says(f"{MARK} changed", "These are wishes. This is not a legal paper.")
    assert "order" not in whole.main.lower()
    assert rosa.get(f"{base}/plan/versions/2").says(f"{MARK} no machine")
    assert rosa.get(f"{base}/plan/suggestions").says(f"{MARK} suggested")
    assert MARK not in client_as(world.rosa).get(f"{base}/plan/whole").html, "another device is open, too"
    still.move(minutes=10, seconds=1)
    assert rosa.get(f"{base}/plan/items/{wish['wish']}").h1 == "Open my wishes"
    assert MARK not in rosa.get(f"{base}/plan/whole").html


def test_she_closes_them_sooner(client_as, database, world, wish):
    give_passphrase(database, world)
    rosa, base = client_as(world.rosa), f"/patients/{world.rosa_patient.id}"
    rosa.submit(rosa.get(f"{base}/wishes/open"), to="wishes/open", passphrase=PHRASE)
    page = rosa.get(f"{base}/plan/sections/wishes")
    assert page.says(MARK)
    rosa.submit(page, to="wishes/close")
    assert MARK not in rosa.get(f"{base}/plan/sections/wishes").html


def test_guessing_is_slowed_down_like_signing_in(client_as, database, world, wish, still):
    give_passphrase(database, world)
    rosa, base = client_as(world.rosa), f"/patients/{world.rosa_patient.id}"
    for _try in range(4):
        rosa.post(f"{base}/wishes/open", 422, passphrase="not this one at all")
    page = rosa.post(f"{base}/wishes/open", 429, passphrase=PHRASE)
    assert page.says("Please wait")
    with database.read() as session:
        assert session.scalars(sa.select(Throttle)).all()
        assert not session.scalars(sa.select(LoginSession).where(LoginSession.unlocked_until.is_not(None))).all()
    still.move(seconds=5)
    rosa.post(f"{base}/wishes/open", passphrase=PHRASE)


def test_without_a_passphrase_she_is_told_how_to_get_one(client_as, world, wish):
    rosa, base = client_as(world.rosa), f"/patients/{world.rosa_patient.id}"
    page = rosa.get(f"{base}/wishes/open")
    assert page.says("you have none yet")
    assert page.link("Choose a passphrase").endswith("/ways")
    rosa.post(f"{base}/wishes/open", 422, passphrase="")
    rosa.post(f"{base}/wishes/open", 422, passphrase="any words at all")


@pytest.mark.parametrize("outside", ["https://elsewhere.example/", "//elsewhere.example", "/patients/other/plan", ""])
def test_after_opening_one_stays_with_the_person(client_as, database, world, wish, outside):
    give_passphrase(database, world)
    rosa, base = client_as(world.rosa), f"/patients/{world.rosa_patient.id}"
    page = rosa.post(f"{base}/wishes/open", passphrase=PHRASE, next=outside)
    assert page.path == f"{base}/plan/sections/wishes"


def test_what_was_typed_is_not_lost_when_they_closed_meanwhile(client_as, database, world, wish):
    rosa, base = client_as(world.rosa), f"/patients/{world.rosa_patient.id}"
    words = "I would like to ask my doctor about this."
    page = rosa.post(f"{base}/plan/items/{wish['wish']}/question", 403, words=words)
    assert page.says(words, "Nothing was stored")
    with database.read() as session:
        assert len(session.scalars(sa.select(Question)).all()) == 1
        assert len(session.scalars(sa.select(Decision)).all()) == 1


def test_the_team_says_why_and_the_person_reads_it(client_as, database, world, wish, still):
    nurse, base = client_as(world.nurse), f"/team/patients/{world.rosa_patient.id}"
    page = nurse.get(f"{base}/plan/edit/{wish['wish']}")
    assert page.h1.startswith("Wishes of Rosa")
    nurse.submit(page, to="wishes", button="Open for 20", status=422, reason=" ")
    page = nurse.submit(page, to="wishes", button="Open for 20", reason="She rang about it.")
    assert page.path.endswith(wish["wish"])
    assert MARK in page.html
    assert MARK in nurse.get(f"{base}/questions/{wish['asked']}").html
    assert nurse.get(f"{base}/plan/suggestions").says(f"{MARK} suggested")
    assert MARK not in client_as(world.physician).get(f"{base}/plan/edit").html
    seen = client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/wishes/opened")
    assert seen.says("Nora", "She rang about it.")
    still.move(minutes=20, seconds=1)
    assert MARK not in nurse.get(f"{base}/plan/edit/{wish['wish']}").html


def test_a_nurse_offers_through_the_pages_and_the_closed_line_stays(client_as, database, world, wish):
    physician, base = client_as(world.physician), f"/team/patients/{world.rosa_patient.id}"
    page = physician.get(f"{base}/plan/edit/{wish['goal']}")
    physician.submit(page, button="Save in the draft", reason="We talked.", words="Walk to the lake.")
    page = physician.get(f"{base}/plan/offer")
    assert page.says("A wish for later")
    physician.submit(page, to="plan/offer", button="Offer the plan")
    with database.read() as session:
        query = sa.select(PlanItem).where(PlanItem.key == wish["wish"]).order_by(PlanItem.number)
        rows = session.scalars(query).all()
    assert [row.number for row in rows] == [2, 3, 4]
    assert rows[-1].content == rows[-2].content


def test_the_person_shows_one_to_helpers_and_stops_it(client_as, database, world, wish):
    give_passphrase(database, world)
    rosa, otto, base = client_as(world.rosa), client_as(world.otto), f"/patients/{world.rosa_patient.id}"
    otto.post(f"{base}/plan/items/{wish['wish']}/helpers", 403, shown="yes")
    client_as(world.nurse).post(f"{base}/plan/items/{wish['wish']}/helpers", 403, shown="yes")
    rosa.post(f"{base}/plan/items/{wish['wish']}/helpers", 403, shown="yes")
    rosa.submit(rosa.get(f"{base}/wishes/open"), to="wishes/open", passphrase=PHRASE)
    page = rosa.submit(rosa.get(f"{base}/plan/items/{wish['wish']}"), to="/helpers", button="Show this one")
    assert otto.get(f"{base}/plan/items/{wish['wish']}").says(f"{MARK} changed")
    assert MARK not in otto.get(f"{base}/plan/versions/2").html, "older words than she chose to show"
    rosa.submit(page, to="/helpers", button="Do not show")
    otto.get(f"{base}/plan/items/{wish['wish']}", status=404)


def test_the_file_leaves_them_out_while_they_are_closed_and_says_so(client_as, database, world, wish):
    give_passphrase(database, world)
    rosa, base = client_as(world.rosa), f"/patients/{world.rosa_patient.id}"
    assert rosa.get(f"{base}/plan/whole").says("left out of the file")
    made = rosa.http.post(f"{base}/plan/fhir", data={"csrf_token": rosa.token()})
    assert made.status_code == 200
    assert MARK not in made.get_data(as_text=True)
    rosa.submit(rosa.get(f"{base}/wishes/open"), to="wishes/open", passphrase=PHRASE)
    assert not rosa.get(f"{base}/plan/whole").says("left out of the file")
    made = rosa.http.post(f"{base}/plan/fhir", data={"csrf_token": rosa.token()}).get_data(as_text=True)
    kinds = {each["resource"]["resourceType"] for each in json.loads(made)["entry"]}
    assert f"{MARK} changed" in made
    assert not kinds & {"ServiceRequest", "Consent", "MedicationRequest"}


def test_she_writes_one_down_while_they_are_closed(client_as, database, world, still):
    rosa, base = client_as(world.rosa), f"/patients/{world.rosa_patient.id}"
    page = rosa.get(f"{base}/plan/suggest/advance_wish")
    page = rosa.submit(page, to="suggest", sort="spirit", words=f"{MARK} a hymn")
    assert MARK not in page.main
    nurse = client_as(world.nurse)
    for path in (
        "/team/",
        f"/team/patients/{world.rosa_patient.id}/",
        f"/team/patients/{world.rosa_patient.id}/plan/edit",
    ):
        assert MARK not in nurse.get(path).html
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/suggestions")
    assert page.says("Wishes for later are closed")
    assert MARK not in page.html


@pytest.mark.parametrize(("answer", "says"), [("not_now", "not now"), ("talk", "would like to talk")])
def test_asked_gently(client_as, world, still, answer, says):
    rosa, page_of = client_as(world.rosa), f"/patients/{world.rosa_patient.id}/plan/sections/wishes"
    page = rosa.get(page_of)
    names = {
        button.attrs.get("class") for button in page.form("wishes/talk").all("button") if button.attrs.get("name")
    }
    assert len(names) == 1, "three answers of equal weight"
    rosa.post(f"/patients/{world.rosa_patient.id}/wishes/talk", answer=answer)
    assert rosa.get(page_of).says(says)
    nurse = client_as(world.nurse)
    where = nurse.get(f"/team/patients/{world.rosa_patient.id}/wishes")
    assert where.says("Would like to talk" if answer == "talk" else "Declined for now")
    assert nurse.get("/team/").says("Would like to talk about wishes") is (answer == "talk")


def test_later_needs_a_day_and_is_kept_with_it(client_as, world, still):
    rosa, base = client_as(world.rosa), f"/patients/{world.rosa_patient.id}"
    page = rosa.post(f"{base}/wishes/talk", 422, answer="later", again_on="2026-03-10")
    assert page.says("Pick a day that is still to come.")
    page = rosa.post(f"{base}/wishes/talk", answer="later", again_on="2026-06-01")
    assert page.says("We do not ask before")
    nurse = client_as(world.nurse)
    page = nurse.get(f"/team/patients/{world.rosa_patient.id}/wishes")
    assert page.says("Declined for now. Not before")
    assert nurse.submit(page, to="offered", status=422).says("before the day they chose")


def test_the_practices_own_jobs_read_them_all(database, world, wish):
    from app.fhir import record

    with database.write() as session:
        made = json.dumps(record.export(session, system(world.rosa_patient.id), "https://practice.example"))
    assert f"{MARK} changed" in made
