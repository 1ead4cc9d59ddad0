"""The emergency card: chosen item by item, shown once by a short code, and nothing else is reachable from it."""

import re
from dataclasses import replace

import pytest

from app.access import scopes
from app.access.grants import Capacity
from app.care.emergency import card, codes
from app.care.facts import keeping
from app.care.people import agreements, safety
from app.care.plan import wishes
from app.errors import Forbidden, Gone, TooMany
from app.models import EmergencyCode, PlanItem, ProxyGrant
from tests.care.plan import plans
from tests.patient.offered import rows

pytestmark = pytest.mark.usefixtures("frozen_clock")
WISH = plans.CONTENTS["advance_wish"]["words"]


@pytest.fixture
def base(world):
    return f"/patients/{world.rosa_patient.id}"


@pytest.fixture
def lines(database, world):
    """What is known of Rosa and of Ruben, and a plan with a wish; gives Rosa's allergy, her knee and the wish."""
    with database.write() as session:
        found = {}
        for patient in (world.ruben_patient, world.rosa_patient):
            nurse = world.grant(session, world.nurse, patient)
            for kind, content in (
                ("allergy", {"known": "yes", "what": f"Penicillin {patient.preferred_name}", "how_bad": "severe"}),
                ("diagnosis", {"words": "A worn knee"}),
                ("medicine", {"name": "Ramelodin"}),
            ):
                row = keeping.add(session, nurse, kind=kind, content=content, source="team", client_key=f"k{kind}")
                found[kind] = row.line
            found["wish"] = plans.offered(session, nurse.with_private(), ("advance_wish", "goal"))["advance_wish"]
        return found


def choose(visitor, base, **fields):
    page = visitor.get(f"{base}/card/choose")
    return visitor.submit(page, button="Keep this as my card", **fields)


def test_from_choosing_to_who_opened_it(client_as, database, world, base, lines, frozen_clock):
    rosa, crew = client_as(world.rosa), client_as()
    assert rosa.get(f"{base}/card").path.endswith("/card/choose"), "before there is one"
    wrong = rosa.post(f"{base}/card", status=422, words="I hear badly", **{"name-0": "Leo", "phone-0": "x"})
    assert wrong.says("A telephone number has digits.", "I hear badly")
    more = wrong.tree.first("details", **{"class": "disclosure"})
    assert (more.first("summary").text, "open" in more.attrs) == ("Add another", False)
    wrong = rosa.post(f"{base}/card", status=422, **{"name-1": "Leo"})
    assert wrong.says("Write the number, too")
    assert "open" in wrong.tree.first("details", **{"class": "disclosure"}).attrs
    page = choose(rosa, base, words="I hear badly on the left", facts=lines["allergy"],
                  **{"name-0": "Otto", "relation-0": "son", "phone-0": "555 0177"})  # fmt: skip
    assert page.says("I hear badly on the left", "Penicillin Rosa", "Otto", "555 0177", "Nobody yet")
    assert not page.says("A worn knee")
    assert not page.says("Ramelodin")
    page = rosa.submit(page, button="Show it by a code")
    letters = page.tree.first("p", **{"class": "big-code"}).text
    assert re.fullmatch(r"\w{3} \w{3}", letters)
    assert letters in rosa.get(page.path).text, "until it is used or over"
    assert letters.replace(" ", "") not in repr([vars(row) for row in rows(database, EmergencyCode)])
    door = crew.get("/emergency")
    assert door.form("/emergency").attrs["data-module"] == "fromSquare", "the square holds the code behind the #"
    assert "Rosa" not in door.text
    assert rosa.get(page.path).says(letters), "opening the square used nothing up"
    seen = crew.submit(door, button="Open the card", code=letters, who="Ambulance 12")
    assert seen.path == "/emergency/card"
    assert seen.says("Rosa Vega", "born 4 May 1948", "Penicillin Rosa", "555 0177", "Willow Street Practice")
    assert not seen.says("A worn knee")
    assert not seen.tree.first("a", href=base)
    assert (seen.headers["Referrer-Policy"], "data-worker" in seen.html) == ("no-referrer", False)
    client_as().post("/emergency", status=410, code=letters)
    for elsewhere in (f"{base}/plan", f"{base}/card", "/guest/look"):
        assert crew.http.get(elsewhere).status_code in (303, 401, 410), elsewhere
    page = rosa.get(f"{base}/card")
    assert page.says("Ambulance 12", "on a device that we do not know")
    assert letters not in page.text
    assert rosa.get(f"{base}/me/log").says("Somebody with your emergency code", "looked at your emergency card")
    rosa.submit(page, button="Close it for them now")
    crew.get("/emergency/card", status=410)

    page = rosa.submit(rosa.get(f"{base}/card"), button="Show it by a code")
    letters = page.tree.first("p", **{"class": "big-code"}).text
    frozen_clock.move(minutes=16)
    assert crew.post("/emergency", status=410, code=letters).says("works once, for 15 minutes")
    for _ in range(4):
        crew.post("/emergency", status=410, code="AAAAAA")
    crew.post("/emergency", status=429, code=letters)


def test_who_reads_it_reaches_nothing_else_and_for_half_an_hour(each_database, world, lines, frozen_clock):
    with each_database.write() as session:
        rosa = world.grant(session, world.rosa)
        open_ = replace(rosa, unlocked=True)
        said = {"words": "", "facts": [lines["allergy"]], "contacts": []}
        card.save(session, open_, lines=[lines["wish"]], **said)
        card.save(session, rosa, lines=[], **said)
        row = card.of(session, rosa)
        assert row.lines == [lines["wish"]], "what is closed to her now stays as she chose it"
        assert card.drawn(session, row, world.rosa_patient, rosa).closed
        assert not card.drawn(session, row, world.rosa_patient, rosa).lines
        assert WISH in str(card.drawn(session, row, world.rosa_patient, open_).lines)
        _code, letters = codes.make(session, rosa)
        token = codes.use(session, letters.lower(), who="", device="phone")
        with pytest.raises(Gone):
            codes.use(session, letters, who="", device="phone")
        found = codes.showing(session, token)
        assert found.grant.capacity is Capacity.GUEST
        assert found.grant.named == {lines["allergy"], lines["wish"]}
        assert WISH in str(card.drawn(session, found.card, found.patient).lines)
        frozen_clock.move(minutes=31)
        with pytest.raises(Gone):
            codes.showing(session, token)
        for _ in range(codes.MOST_AN_HOUR - 1):
            codes.make(session, rosa)
        with pytest.raises(TooMany):
            codes.make(session, rosa)
        for who in (world.otto, world.nurse, world.clerk):
            with pytest.raises(Forbidden):
                card.of(session, world.grant(session, who))
        card.save(session, open_, lines=[], **said)
        assert card.of(session, rosa).lines == []
        assert session.query(PlanItem).filter_by(key=lines["wish"]).count() == 1


def test_it_is_on_the_copy_of_the_persons_own_phone(client_as, world, base, lines):
    rosa = client_as(world.rosa)
    choose(rosa, base, words="I hear badly on the left", facts=lines["allergy"])
    made = rosa.get(f"{base}/copy/plan").json
    assert "Penicillin Rosa" in str(made["screens"]["card"])
    assert "#card" in str(made["screens"]["start"])
    assert WISH not in str(made)
    assert "card" not in client_as(world.otto).get(f"{base}/copy/plan").json["screens"]


def helper_may(database, world, scope):
    """What was agreed with Otto, and nothing is kept from him."""
    with database.write() as session:
        session.query(ProxyGrant).filter_by(account_id=world.otto.id).one().scopes = scope


def test_a_helper_shows_what_was_agreed_and_learns_of_nothing_closed(client_as, database, world, base, lines):
    otto, rosa = client_as(world.otto), client_as(world.rosa)
    helper_may(database, world, scopes.BUNDLES["logging"])
    otto.get(f"{base}/card", status=404)
    assert not otto.get(f"{base}/me").tree.first("a", href=f"{base}/card")
    helper_may(database, world, scopes.BUNDLES["emergency"])
    assert otto.get(f"{base}/card").says("There is no card yet", "Rosa can make one")
    with database.write() as session:
        open_ = replace(world.grant(session, world.rosa), unlocked=True)
        card.save(session, open_, words="I hear badly", facts=[lines["allergy"]], lines=[lines["wish"]], contacts=[])
    for place in ("me", "plan/worse"):
        assert otto.get(f"{base}/{place}").tree.first("a", href=f"{base}/card"), place
    page = otto.get(f"{base}/card")
    assert page.says("The emergency card of Rosa", "I hear badly", "Penicillin Rosa", "Hand this phone")
    for hint in (WISH, "Wishes", "wishes", "Change the card", "Show it by a code", "Who opened it"):
        assert hint not in page.text, hint
    assert page.tree.first("a", href=f"{base}/copy")
    assert rosa.get(f"{base}/me/log").says("Otto Vega", "looked at the emergency card")
    for own in ("/card", "/card/code"):
        otto.post(base + own, status=403)
    otto.get(f"{base}/card/choose", status=403)
    kept = otto.get(f"{base}/copy/plan").json["screens"]
    assert "Penicillin Rosa" in str(kept["card"])
    assert WISH not in str(kept)
    with database.write() as session:
        helper = session.query(ProxyGrant).filter_by(account_id=world.otto.id).one().id
        safety.keep_from(session, world.grant(session, world.nurse), helper, "known", "She is afraid of him.")
    otto.get(f"{base}/card", status=404)
    assert "card" not in otto.get(f"{base}/copy/plan").json["screens"]


@pytest.mark.parametrize(
    ("scope", "first"),
    [
        ({"card": ["see"]}, "/card"),
        ({"known": ["see"], "card": ["see"]}, "/card"),
        ({"known": ["see"]}, "/facts"),
        ({"diary": ["see", "log"]}, "/look-back"),
        ({"answers": ["see", "fill_in"]}, "/prepare"),
        ({"answers": ["see"]}, "/me"),
        ({"goals": ["see"], "card": ["see"]}, "/today"),
    ],
)
def test_a_helper_begins_with_what_was_agreed_and_nothing_leads_nowhere(
    client_as, database, world, base, scope, first
):
    helper_may(database, world, scope)
    otto = client_as(world.otto)
    page = otto.get("/")
    assert page.path.removeprefix(base).endswith(first), page.path
    assert otto.get("/people").tree.first("a", href=page.path)
    for start in (page, otto.get(f"{base}/me")):
        for link in start.tree.all("a"):
            if link.attrs["href"].startswith(base):
                otto.get(link.attrs["href"])
    assert otto.get(f"{base}/me").says("Stop helping Rosa")


def test_what_the_team_keeps_is_named_nowhere_and_the_card_goes_with_it(client_as, database, world, base, lines):
    with database.write() as session:
        card.save(session, world.grant(session, world.rosa), words="I hear badly", facts=[], lines=[], contacts=[])
        helper = session.query(ProxyGrant).filter_by(account_id=world.otto.id).one().id
        safety.keep_from(session, world.grant(session, world.nurse), helper, "medicines", "She is afraid of him.")
    agreed = {"goals": ["see"], "medicines": ["see"]}
    for scope in (agreed, agreed | {"card": ["see"]}):  # the second step is nothing new to the helper
        with database.write() as session:
            agreements.change(session, world.grant(session, world.rosa), helper, scope)
    otto = client_as(world.otto)
    otto.get(f"{base}/card", status=404)
    for page in (otto.get(f"{base}/me"), otto.get("/people")):
        assert "emergency card" not in page.main
        assert "Treatments" not in page.main
    assert client_as(world.rosa).get(f"{base}/me/helpers/{helper}").says("The emergency card"), "she agreed it"


def test_a_wish_that_is_shown_to_helpers_is_in_nothing_that_they_keep(client_as, database, world, base, lines):
    helper_may(database, world, scopes.BUNDLES["all"])
    with database.write() as session:
        open_ = replace(world.grant(session, world.rosa), unlocked=True)
        card.save(session, open_, words="I hear badly", facts=[], lines=[lines["wish"]], contacts=[])
        wishes.show_to_helpers(session, open_, lines["wish"], True)
    otto = client_as(world.otto)
    assert otto.get(f"{base}/card").says(WISH)
    kept = otto.get(f"{base}/copy/plan").json["screens"]
    assert "I hear badly" in str(kept["card"])
    assert WISH not in str(kept)


def test_in_the_pseudo_language(client_as, world, base, lines):
    rosa = client_as(world.rosa, lang="en-XA")
    page = rosa.submit(rosa.get(f"{base}/card/choose"), to="/card", facts=lines["allergy"])
    page = rosa.submit(page, to="/card/code")
    letters = page.tree.first("p", **{"class": "big-code"}).text
    crew = client_as(lang="en-XA")
    crew.submit(crew.get("/emergency"), code=letters, who="Crew")
    rosa.get(f"{base}/card")
    rosa.get(f"{base}/copy")
