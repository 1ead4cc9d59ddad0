"""The team's side of deciding: how the plan stands, notes beside it, who may answer for whom."""

import pytest

from app.care.plan import decisions, notes, reading, versions
from app.models import ProxyBasis, ProxyGrant
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def person(world):
    return f"/team/patients/{world.rosa_patient.id}"


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world)


def helper_id(database, world):
    with database.read() as session:
        return session.query(ProxyGrant).filter_by(account_id=world.otto.id).one().id


def test_the_answers_are_there_to_read_and_nothing_to_set(nurse, person, keys, database, world):
    with database.write() as session:
        decisions.decide(session, world.grant(session, world.rosa), keys["walk"], 1, "no", "My knee")
    page = nurse.get(nurse.get(f"{person}/").link("How the plan stands with Rosa"))
    assert page.says("3 lines: no to 1, 2 not answered. The plan is in use.", "Rosa said no on")
    actions = [form.attrs["action"] for form in page.tree.all("form")]
    assert not [a for a in actions if "decision" in a or "answer" in a]
    line = nurse.get(page.link("Walk to the corner shop"))
    assert line.says("My knee", "How it was read", "On this screen")


def test_a_basis_is_written_down_shown_and_ended(nurse, person, keys, database, world, client_as):
    page = nurse.get(f"{person}/plan/agreed")
    assert page.says("Otto Vega", "May not answer")
    form = nurse.get(page.link("Otto Vega"))
    page = nurse.submit(form, "/basis", "Keep this", status=422)
    assert page.says("Pick what it rests on.", "Write where the paper is")
    page = nurse.submit(form, "/basis", "Keep this", basis="legal_authority", document="Blue folder, office")
    assert page.says("May answer since", "A legal paper gives them the right")
    item = f"/patients/{world.rosa_patient.id}/plan/items/{keys['walk']}"
    otto = client_as(world.otto)
    assert otto.get(item).form("/decision")
    form = nurse.get(f"{person}/helpers/{helper_id(database, world)}/basis")
    assert "Blue folder, office" in form.html
    nurse.submit(form, "/basis/end")
    assert otto.get(item).says("Only Rosa answers this.")
    with database.read() as session:
        row = session.query(ProxyBasis).one()
        assert (row.recorded_by_id, row.ended_by_id) == (world.nurse.id, world.nurse.id)


def test_spoke_alone_is_marked_on_the_team_side(nurse, person, keys, database, world):
    from app.care.plan.how_answered import How

    with database.write() as session:
        decisions.decide(session, world.grant(session, world.rosa), keys["walk"], 1, "yes", how=How(helper="Otto"))
    page = nurse.get(f"{person}/plan/agreed")
    assert page.says("Answers with help", "Not asked alone yet")
    page = nurse.submit(page, "/spoke-alone")
    assert page.says("Somebody spoke with them alone on")


def test_staff_choose_the_day_and_what_cannot_wait(nurse, person, keys, database, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        plans.walk(session, grant, world, key=keys["walk"], content={"what": "Rest the knee"})
        plans.goal(session, grant, words="To dance", key=keys["goal"])
    page = nurse.get(f"{person}/plan/offer")
    assert page.says("Time to think", "Which changes cannot wait?")
    day = plans.days(world)[0].replace(day=15)
    page = nurse.submit(page, button="Offer the plan", at_once=keys["walk"], in_force_from=day.isoformat())
    assert page.says("Until", "the time belongs to Rosa")
    with database.read() as session:
        rosa = world.grant(session, world.rosa)
        version = versions.newest(session, rosa)
        assert version.in_force_from == day
        assert (version.consider_until - plans.days(world)[0]).days == 7
        at_once = {line.key for line in reading.current(session, rosa).items if line.item.at_once}
        assert at_once == {keys["walk"]}


def test_the_editor_shows_what_stands_beside_a_line(nurse, person, keys, database, world):
    with database.write() as session:
        notes.write(session, world.grant(session, world.rosa), keys["walk"], "Not when it rains.")
    page = nurse.get(f"{person}/plan/edit/{keys['walk']}")
    assert page.says("Notes beside this line", "Not when it rains.")
    assert nurse.get(page.link("Reply beside it")).says("Your line beside it")


def test_a_day_of_use_that_is_none(nurse, person, keys, database, world):
    with database.write() as session:
        plans.walk(session, world.grant(session, world.nurse), world, key=keys["walk"], content={"what": "Rest"})
    for wrong in ("soon", "2020-01-01"):
        page = nurse.submit(nurse.get(f"{person}/plan/offer"), button="Offer", status=422, in_force_from=wrong)
        assert page.says("Pick a day from today on")


@pytest.mark.parametrize("path", ["plan/agreed", "helpers/HELPER/basis"])
def test_who_reads_none_of_this(client_as, world, person, keys, database, path):
    path = path.replace("HELPER", helper_id(database, world))
    for account, status in ((world.clerk, 403), (world.rosa, 403), (world.otto, 403), (world.stranger, 404)):
        client_as(account).get(f"{person}/{path}", status)


def test_a_helper_of_somebody_else_is_not_there(nurse, world, keys, database):
    nurse.get(f"/team/patients/{world.ruben_patient.id}/helpers/{helper_id(database, world)}/basis", 404)
