"""Who is on the care team: joining, leaving, and who then looks after what was theirs."""

import pytest

from app.access.grants import Grant
from app.care.people import team
from app.care.plan import questions
from app.errors import Forbidden, Invalid, NotFound
from app.models import AuditEvent, CareTeamMember, Concern, Question
from tests import factories
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def place(world):
    return f"/team/patients/{world.rosa_patient.id}/team"


@pytest.fixture
def ines(database):
    """A nurse of the practice who is on nobody's team."""
    with database.write() as session:
        return factories.account(session, "Ines Park", role="nurse")


@pytest.fixture
def asked(database, world):
    """The nurse promised a call, and Rosa waits for her answer."""
    with database.write() as session:
        keys = plans.offered(session, world)
        return questions.ask(session, world.grant(session, world.rosa), keys["walk"], "How far?")


def take_off(visitor, page, account, status=200):
    return visitor.submit(page, to=f"{account.id}/leave", status=status)


def test_the_profile_leads_to_the_team(client_as, world, place):
    nurse = client_as(world.nurse)
    page = nurse.get(nurse.get(place.removesuffix("team")).link("Who is on the team"))
    assert page.path == place
    assert page.says(
        "Nora Field", "leads the team", "nurse, on the team since", "Paul Moore", "Carla Dunn", "front desk"
    )
    assert page.says("Everybody of the practice is on this team.")
    assert "looks after" not in page.main


@pytest.mark.parametrize("who", ["nurse", "physician", "clerk"])
def test_whoever_may_invite_adds_a_colleague(client_as, world, place, ines, who):
    visitor = client_as(getattr(world, who))
    page = visitor.get(place)
    offered = {n.attrs["value"] for n in page.tree.first("select").all("option")}
    assert offered == {"", ines.id}, "no patient, helper or office account, and nobody twice"
    visitor.post(place, status=303, account_id=ines.id)
    assert visitor.get(place).says("Ines (nurse) is on the team now.", "Ines Park")
    client_as(ines).get(place)


def test_adding_nobody_twice_or_a_stranger_is_refused(client_as, world, place, ines, database):
    nurse = client_as(world.nurse)
    assert nurse.submit(nurse.get(place), button="Add to the team", status=422).says("Choose somebody from the list.")
    for wrong in (world.admin.id, "nobody", "\x00", "x" * 500):
        nurse.post(place, status=422, account_id=wrong)
    nurse.post(place, status=404, account_id=world.rosa.id)
    assert nurse.post(place, status=422, account_id=world.physician.id).says("They are on this team already.")
    with database.write() as session:
        session.merge(ines).closed_at = factories.clock.now()
    nurse.post(place, status=422, account_id=ines.id)
    with database.read() as session:
        assert session.query(CareTeamMember).filter_by(patient_id=world.rosa_patient.id).count() == 3


def test_the_page_says_what_they_look_after_and_leaving_hands_it_on(client_as, world, place, asked, database):
    visitor = client_as(world.physician)
    page = visitor.get(place)
    assert page.says("Nora looks after this now: promises 1, questions 1, worklist lines 1.")
    assert page.says("If Nora leaves, Paul (doctor) gets the questions and worklist lines.")
    page = take_off(visitor, page, world.nurse)
    assert page.says("Nora left the team, and Paul (doctor) takes over.", "these need a new owner: ")
    assert page.says("Paul looks after this now: promises 0, questions 1, worklist lines 2.", "leads the team")
    client_as(world.nurse).get(place, status=404)
    with database.read() as session:
        assert session.query(Question).one().owner_id == world.physician.id
        assert session.query(Concern).filter_by(rule=questions.RULE).one().owner_id == world.physician.id
        acts = session.query(AuditEvent.act, AuditEvent.object_id).filter_by(actor_id=world.physician.id).all()
    assert ("leave team", world.nurse.id) in acts
    assert ("hand on", asked.id) in acts


def test_the_front_desk_reads_no_plan_here(client_as, world, place, asked):
    visitor = client_as(world.clerk)
    page = visitor.get(place)
    assert "looks after" not in page.main
    page = take_off(visitor, page, world.nurse)
    assert page.says("Ask Paul (doctor) to name a new owner in the plan.")
    assert not [words for words in ("walk", "by phone", "how far") if words in page.main.lower()]


def test_the_last_clinical_member_stays(client_as, world, place, database):
    nurse = client_as(world.nurse)
    take_off(nurse, nurse.get(place), world.physician)
    page = nurse.get(place)
    assert page.says("A nurse or a doctor must stay on the team.")
    page = nurse.post(f"{place}/{world.nurse.id}/leave", status=422)
    assert page.says("Add one first.")
    page = take_off(nurse, page, world.clerk)
    assert page.says("Carla left the team")


def test_leaving_oneself_ends_at_the_list_of_people(client_as, world, place):
    visitor = client_as(world.physician)
    page = visitor.submit(visitor.get(place), button="Leave this team")
    assert page.path == "/team/patients"
    assert page.says("Paul left the team")
    visitor.get(place, status=404)


def test_somebody_who_is_not_on_the_team_cannot_leave_it(client_as, world, place, ines):
    nurse = client_as(world.nurse)
    for wrong in (ines.id, world.rosa.id, "nobody"):
        nurse.post(f"{place}/{wrong}/leave", status=404)


@pytest.mark.parametrize(("who", "status"), [("rosa", 403), ("otto", 403), ("stranger", 404), ("ruben", 404)])
def test_nobody_else_sees_or_changes_the_team(client_as, world, place, who, status):
    visitor = client_as(getattr(world, who))
    visitor.get(place, status=status)
    visitor.post(place, status=status, account_id=world.nurse.id)
    visitor.post(f"{place}/{world.nurse.id}/leave", status=status)


def test_a_colleague_of_another_team_finds_nothing(client_as, place, ines):
    client_as(ines).get(place, status=404)
    client_as(ines).post(place, status=404, account_id=ines.id)


def test_leaving_one_team_leaves_the_other(world, database, ines):
    with database.write() as session:
        mine = world.grant(session, world.nurse)
        factories.team_member(session, ines, world.ruben_patient)
        with pytest.raises(NotFound):
            team.leave_team(session, mine, ines.id)
        left = team.leave_team(session, mine, world.physician.id)
        assert (left.heir.id, left.promises) == (world.nurse.id, [])
        assert world.grant(session, world.physician, world.ruben_patient)
        team.join_team(session, mine, world.physician)
        with pytest.raises(Invalid):
            team.join_team(session, mine, world.physician)


def test_the_rules_ask_for_the_permission(world, database, ines):
    with database.write() as session:
        real = world.grant(session, world.nurse)
        bare = Grant(world.nurse, real.patient_id, real.capacity)
        for act in (
            lambda: team.join_team(session, bare, ines),
            lambda: team.leave_team(session, bare, world.clerk.id),
            lambda: team.could_join(session, bare),
        ):
            with pytest.raises(Forbidden):
                act()
