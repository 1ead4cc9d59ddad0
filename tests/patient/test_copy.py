"""The copy of a plan: what is on it and for whom, and the question whether it may stay."""

import pytest

from app import clock
from app.access import sessions
from app.care.people import agreements
from app.models import Account, LoginSession, ProxyGrant
from tests.care.plan import plans
from tests.care.progress import plans as rows
from tests.patient.test_worse import agree

pytestmark = pytest.mark.usefixtures("frozen_clock")
KINDS = ("symptom_zones", "before_hospital", "stand_in", "activity", "coping_strategy", "advance_wish")

WISH = plans.CONTENTS["advance_wish"]["words"]


@pytest.fixture
def path(world):
    return f"/patients/{world.rosa_patient.id}/copy"


@pytest.fixture
def agreed(database, world):
    """Rosa and Ruben have the same plan: zones that a nurse checked (Rosa's), an activity, a way round, a wish."""
    return agree(database, world, kinds=KINDS)


def copied(visitor, path):
    return visitor.get(path + "/plan").json


def pieces(screen):
    """Every piece of a screen, with those inside it."""
    for piece in screen:
        if isinstance(piece, list):
            yield piece
            yield from pieces(piece[3:])


def words_of(piece) -> str:
    """All words of a piece or a screen, in order."""
    if isinstance(piece, str):
        return piece
    return " ".join(words_of(inside) for inside in (piece[3:] if piece and isinstance(piece[0], str) else piece))


def test_what_is_on_it(client_as, world, path, agreed, config):
    made = copied(client_as(world.rosa), path)
    screens = {name: words_of(screen) for name, screen in made["screens"].items()}
    assert set(screens) == {"start", "coping", f"c-{agreed['coping_strategy']}", "worse", "help", "plan"}
    assert (
        screens["worse"].index("Act now") < screens["worse"].index("Take care") < screens["worse"].index("Doing well")
    )
    for words in ("Short of breath at rest", "Weight goes up by 0.9 kg or more in 1 day.", "Ring the practice today"):
        assert words in screens["worse"]
    assert "If: It rains\nThen I will: I walk in the mall with Leo." in screens[f"c-{agreed['coping_strategy']}"]
    assert "Walk to the corner shop" in screens["plan"]
    assert made["as_of"].startswith("As of Tuesday 10 March, 9:00")
    assert "Tuesday 24 March" in made["kept"]
    assert "Ruben" not in str(made)


def test_ways_round_stand_in_the_order_in_which_they_helped(client_as, database, world, path):
    with database.write() as session:
        version = rows.version(session, world.rosa_patient, world.nurse)
        walk, swim = (rows.item(session, version, what=what) for what in ("Walk to the corner shop", "Swim"))
        rain, pain = rows.coping(session, version, walk), rows.coping(session, version, walk, "pain", if_words="pain")
        cold = rows.coping(session, version, swim, "cost", if_words="no money")
        for line, answers in ((rain, ("no", "no")), (pain, ("yes", "a_little"))):
            for helped in answers:
                rows.entry(session, walk, world.rosa, clock.today("UTC"), "not_this_time", barrier="x",
                           coping_key=line.key, helped=helped)  # fmt: skip

    listing = pieces(copied(client_as(world.rosa), path)["screens"]["coping"])
    assert [to for tag, _look, to, *_inside in listing if tag == "a"] == [
        f"#c-{line.key}" for line in (pain, cold, rain)
    ]


def test_each_number_rings_with_one_tap_at_any_hour(client_as, world, path, agreed, config):
    made = copied(client_as(world.rosa), path)
    rings = {
        name: [p[2] for p in pieces(screen) if p[2].startswith("tel:")] for name, screen in made["screens"].items()
    }
    practice = config.practice
    always = {f"tel:{line.dial}" for line in (practice.emergency, practice.office, practice.out_of_hours)}
    assert always | {"tel:5550123"} <= set(rings["worse"])
    assert always | {f"tel:{line.dial}" for line in practice.crisis_lines} <= set(rings["help"])


def test_every_address_leads_to_a_screen_or_rings(client_as, world, path, agreed):
    made = copied(client_as(world.rosa), path)
    for name, screen in made["screens"].items():
        for tag, _look, to, *_inside in pieces(screen):
            assert not to or to.startswith("tel:") or to[1:] in made["screens"], (name, tag, to)
        assert [piece[0] for piece in pieces(screen)].count("h1") == 1, name


def test_what_nobody_checked_and_what_is_private_is_not_on_it(client_as, database, world, path):
    agree(database, world, kinds=KINDS, checked=False)
    rosa = client_as(world.rosa)
    with database.write() as session:
        for login in session.query(LoginSession).filter_by(account_id=world.rosa.id):
            sessions.unlock(session, login)
    assert rosa.get(path.replace("/copy", "/plan/sections/wishes")).says(WISH), "her private lines are open now"
    whole = words_of(list(copied(rosa, path)["screens"].values()))
    assert "Not checked yet. Do not use it. Ring the practice." in whole
    assert "Short of breath at rest" not in whole
    assert "Water tablet" not in whole
    assert "Walk to the corner shop" in whole
    assert WISH not in whole


def test_a_helper_has_what_they_may_see_and_the_team_and_strangers_nothing(client_as, database, world, path, agreed):
    made = copied(client_as(world.otto), path)
    assert made["account"] == world.otto.id
    assert "If Rosa gets worse" in words_of(made["screens"]["start"])
    assert client_as(world.otto).get(path).h1 == "Copy of the plan of Rosa"
    client_as(world.nurse).get(path + "/plan", status=404)
    for who in (world.ruben, world.stranger):
        client_as(who).get(path, status=404)
        client_as(who).get(path + "/plan", status=404)
    with database.write() as session:
        grant = session.query(ProxyGrant).filter_by(account_id=world.otto.id).one()
        grant.scopes = {"diary": ["see", "log"]}
    client_as(world.otto).get(path + "/plan", status=404)


def test_the_page_says_what_the_seal_guards_and_what_not(client_as, world, path):
    page = client_as(world.rosa).get(path)
    assert page.says("Anybody who has this phone unlocked can read it.", "After 14 days without a visit to Today.")
    assert client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/me").link("Handrail on this device")


def stays(client_as, given, status):
    return client_as().get("/copy/stays", status=status, **{"Copy-Pass": given})


def test_a_copy_stays_when_its_sign_in_ran_out_and_goes_when_it_was_ended(
    client_as, database, world, path, frozen_clock
):
    rosa = client_as(world.rosa)
    given = copied(rosa, path)["pass"]
    stays(client_as, given, 204)
    frozen_clock.move(days=100)
    assert rosa.get(path).h1 != "Copy of my plan"
    stays(client_as, given, 204)
    frozen_clock.move(days=-100)
    with database.write() as session:
        sessions.end(session, session.get(Account, world.rosa.id))
    stays(client_as, given, 410)


def test_it_goes_with_the_grant_and_with_the_account(client_as, database, world, path):
    given, own = copied(client_as(world.otto), path)["pass"], copied(client_as(world.rosa), path)["pass"]
    with database.write() as session:
        grant = session.query(ProxyGrant).filter_by(account_id=world.otto.id).one()
        agreements.end(session, world.grant(session, world.rosa), grant.id)
    stays(client_as, given, 410)
    stays(client_as, own, 204)
    with database.write() as session:
        session.get(Account, world.rosa.id).closed_at = session.query(LoginSession).first().created_at
    stays(client_as, own, 410)


def test_it_goes_when_a_part_that_may_be_on_it_is_kept_from_the_helper(client_as, database, world, path, agreed):
    def helps(**values):
        with database.write() as session:
            grant = session.query(ProxyGrant).filter_by(account_id=world.otto.id).one()
            for name, value in values.items():
                setattr(grant, name, value)

    helps(scopes={"actions": ["see"], "worse": ["see"]})
    given = copied(client_as(world.otto), path)["pass"]
    for more, status in (({"withheld": ["worse"]}, 410), ({"withheld": []}, 204)):
        helps(**more)
        stays(client_as, given, status)
    for sections, status in ((("actions",), 410), (("actions", "worse", "goals"), 204)):
        helps(scopes={name: ["see"] for name in sections})
        stays(client_as, given, status)


def test_a_pass_that_we_did_not_write_is_gone(client_as, world, path):
    given = copied(client_as(world.rosa), path)["pass"]
    for wrong in ("", "x", given[:-3] + "abc", given + "é"):
        answer = client_as().http.get("/copy/stays", headers={"Copy-Pass": wrong.encode()} if wrong else {})
        assert answer.status_code == 410, wrong
