"""A printed card: one code for one account, for a year, slow to guess, and it opens no more than the plan."""

import re

import pytest

from app.access import passphrases
from app.care.people import cards
from app.errors import Forbidden, NotFound, Refusal
from app.models import AccessCard, Account, AuditEvent, LoginSession, Patient, Reminder
from tests import factories

pytestmark = pytest.mark.usefixtures("frozen_clock")
GROUPS = re.compile(r"\b([2-9A-HJ-NP-Z]{4}) ([2-9A-HJ-NP-Z]{4}) ([2-9A-HJ-NP-Z]{4})\b")
NO = "That card does not work."


@pytest.fixture
def ways(world):
    return f"/team/patients/{world.rosa_patient.id}/ways"


@pytest.fixture
def code(database, world):
    with database.write() as session:
        return cards.print_for(session, world.grant(session, world.nurse), seen="photo")[1]


def use(visitor, code, status=303, button="stay signed in here"):
    return visitor.submit(visitor.get("/card"), button=button, status=status, code=code)


def test_the_practice_prints_it_large_and_once_for_the_person_and_for_a_helper(client_as, world, ways, database):
    nurse = client_as(world.nurse)
    with database.write() as session:
        session.get_one(Account, world.otto.id).language = "es"
    for who, account in (("Rosa", world.rosa.id), ("Otto", world.otto.id)):
        page = nurse.get(f"{ways}/{account}/card")
        assert nurse.submit(page, button="Make the card", status=422).says("Choose what you saw.")
        sheet = nurse.submit(page, button="Make the card", seen="health_card")
        found = GROUPS.search(sheet.main)
        assert found, sheet.main
        code = "".join(found.groups())
        assert sheet.says(who, "localhost:8000/card", "555 0100")
        assert sheet.tree.first("svg", role="img"), "a square for the camera"
        assert bool(sheet.tree.first("section", lang="es")) == (who == "Otto")
        assert code not in nurse.get(f"{ways}/card").html, "shown once"
        visitor = client_as()
        page = use(visitor, code.lower())
        if who == "Rosa":
            assert visitor.get(page.headers["Location"]).says("A new way"), "its owner hears of it"
        with database.read() as session:
            card = session.query(AccessCard).filter_by(account_id=account).one()
            login = session.query(LoginSession).filter_by(card_id=card.id).one()
            assert (login.account_id, login.stay) == (account, True)
            assert code not in repr(vars(card))
    assert nurse.get(ways).says("Has a card, printed on", "Last used")
    with database.read() as session:
        acts = [(row.act, row.actor_id) for row in session.query(AuditEvent) if "card" in row.act.split(".")[0]]
    with database.read() as session:
        assert {row.seen for row in session.query(AccessCard)} == {"health_card"}
        assert session.query(Reminder).filter_by(kind="new_way").count() == 2
    assert [acts.count(("print card", world.nurse.id)), acts.count(("use card", world.rosa.id))] == [2, 1]
    assert client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/me/log").says("a way to sign in")


def test_it_is_a_first_way_in_too(client_as, world, database):
    with database.write() as session:
        ida = factories.patient(session, None, name="Ida Paper")
        ida.language = "es"
        factories.team_member(session, world.nurse, ida)
    nurse = client_as(world.nurse)
    page = nurse.get(nurse.get(f"/team/patients/{ida.id}/ways").link("Print a card"))
    sheet = nurse.submit(page, button="Make the card", seen="known")
    code = "".join(GROUPS.search(sheet.main).groups())
    page = use(client_as(), code, button="only this time")
    assert page.headers["Location"].startswith(f"/patients/{ida.id}")
    with database.read() as session:
        account = session.get_one(Account, session.get_one(Patient, ida.id).account_id)
        assert (account.name, account.language, account.passphrase_hash) == ("Ida Paper", "es", None)
        assert not session.query(LoginSession).filter_by(account_id=account.id).one().stay
        assert account.new_way_at is None, "there was no other way in before"


def test_what_is_misread_is_said_and_costs_no_try(client_as, world, code):
    visitor = client_as()
    for _ in range(8):
        page = use(visitor, code[:11] + "0", status=422)
        assert page.says("There is no 0, 1, O, I or L on a card.")
        assert page.form("/card").first("input", name="code").attrs["value"].startswith(code[:4]), "it is kept"
    assert use(visitor, code[:11], status=422).says("You typed 11 signs.")
    assert use(visitor, "", status=422).says("A card has 12 signs")
    for wrong in ("' OR 1=1", "\u202e\u0000", "x" * 500, "ßßßßßßßßßßßß"):
        use(visitor, wrong, status=422)
    spaced = f" {code[:4].lower()}-{code[4:8]}  {code[8:].lower()}\n"
    use(visitor, spaced)


def test_guessing_is_slow_for_who_guesses_and_for_nobody_else(client_as, world, code, frozen_clock):
    visitor, rosa = client_as(), client_as()
    rosa.http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    for _ in range(6):
        assert NO in use(visitor, "ABCDEFGH2345", status=410).main
    page = use(visitor, code, status=429)
    assert page.headers["Retry-After"]
    use(rosa, code), "a wrong card names no account, so hers is not slowed"
    frozen_clock.move(minutes=1)
    use(visitor, code)


@pytest.mark.parametrize("wrong", ["older", "ended by the practice", "ended by herself", "old", "closed", "staff"])
def test_every_card_that_is_over_gets_the_same_words(client_as, database, world, ways, code, wrong, frozen_clock):
    rosa = client_as(world.rosa)
    if wrong == "older":
        with database.write() as session:
            cards.print_for(session, world.grant(session, world.nurse), seen="photo")
    elif wrong == "ended by the practice":
        use(opened := client_as(), code)
        nurse = client_as(world.nurse)
        assert nurse.submit(nurse.get(ways), button="End the card").says("does not work any more")
        assert opened.get("/devices").path.startswith("/sign-in"), "what it opened ends with it"
    elif wrong == "ended by herself":
        page = rosa.get("/devices")
        assert page.says("Your card", "It was not used yet.")
        assert "Your card" not in rosa.submit(page, button="End the card").main
        rosa.post("/card/end", status=404)
    elif wrong == "old":
        frozen_clock.move(days=366)
    else:
        with database.write() as session:
            account = session.get_one(Account, world.rosa.id)
            account.closed_at = frozen_clock.now if wrong == "closed" else None
            account.role = "nurse" if wrong == "staff" else None
    assert NO in use(client_as(), code, status=410).main


def test_a_card_alone_chooses_no_passphrase(client_as, database, world, code):
    visitor = client_as()
    use(visitor, code)
    page = visitor.get("/devices")
    assert page.says("Opened with a card.")
    assert "Choose a passphrase" not in page.main
    page = visitor.post("/passphrase", status=422, passphrase="three warm lakes")
    assert page.says("With a card alone")
    with database.write() as session:
        assert session.get_one(Account, world.rosa.id).passphrase_hash is None
        session.get_one(Account, world.rosa.id).passphrase_hash = passphrases.hash_("three warm lakes")
    visitor.post("/passphrase", status=422, passphrase="four cold lakes", current_one="a guess")
    visitor.post("/passphrase", current_one="three warm lakes", passphrase="four cold lakes")


def test_a_card_alone_is_no_proof_where_there_is_another(client_as, database, world, code):
    home = f"/patients/{world.rosa_patient.id}/me"
    visitor = client_as()
    use(visitor, code)
    assert visitor.get(f"{home}/helpers/new").path.endswith("/helpers/new"), "she has nothing else to show"
    with database.write() as session:
        session.get_one(Account, world.rosa.id).passphrase_hash = passphrases.hash_("three warm lakes")
    page = visitor.get(f"{home}/helpers/new")
    assert page.path == f"/prove?next={home}/helpers/new"
    assert visitor.post(f"{home}/everything").h1 == "Is it you?"
    assert visitor.submit(page, to="/prove", passphrase="three warm lakes").path == f"{home}/helpers/new"


def test_a_card_for_a_helper_is_in_the_log_of_everybody_it_opens(client_as, database, world, ways):
    with database.write() as session:
        own = factories.patient(session, world.otto)
        cards.print_for(session, world.grant(session, world.nurse), world.otto.id, seen="photo")
        rows = session.query(AuditEvent).filter_by(act="print card", actor_id=world.nurse.id)
        assert {row.patient_id for row in rows} == {world.rosa_patient.id, own.id}
    assert client_as(world.otto).get(f"/patients/{own.id}/me/log").says("Nora (nurse)", "a way to sign in")


def test_nobody_else_prints_or_ends_cards(database, client_as, world, ways, code):
    for who, status in (("rosa", 403), ("otto", 403), ("stranger", 404), ("ruben", 404)):
        visitor = client_as(getattr(world, who))
        visitor.get(ways, status=status)
        visitor.post(f"{ways}/{world.rosa.id}/card", status=status)
    with database.write() as session:
        grant, mine = world.grant(session, world.nurse), session.query(AccessCard).one()
        for nobody in (world.ruben.id, world.stranger.id, world.nurse.id, "x" * 16):
            with pytest.raises(NotFound):
                cards.print_for(session, grant, nobody, seen="photo")
        with pytest.raises(NotFound):
            cards.end(session, world.grant(session, world.nurse, world.ruben_patient), mine.id)
        with pytest.raises(Forbidden):
            cards.print_for(session, world.grant(session, world.rosa), seen="photo")
        session.get_one(Account, world.otto.id).role = "clerk"
        with pytest.raises(Refusal):
            cards.print_for(session, grant, world.otto.id, seen="photo")


def test_two_printed_at_once_leave_one_that_works(each_database):
    from tests.support.at_once import both

    with each_database.write() as session:
        world = factories.world(session)
    both(each_database, lambda s: cards.print_for(s, world.grant(s, world.nurse), seen="known")[1])
    with each_database.read() as session:
        assert session.query(AccessCard).filter_by(ended_at=None).count() == 1


def test_a_computer_that_showed_an_emergency_card_prints_one_too(client_as, world, ways):
    nurse = client_as(world.nurse)
    with nurse.http.session_transaction() as cookie:
        cookie["card"] = "what opens an emergency card"
    sheet = nurse.submit(nurse.get(f"{ways}/person/card"), button="Make the card", seen="photo")
    assert GROUPS.search(sheet.main)
    with nurse.http.session_transaction() as cookie:
        assert cookie["card"] == "what opens an emergency card"
