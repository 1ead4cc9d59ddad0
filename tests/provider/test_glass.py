"""Looking in an emergency: with a reason, for one person, for a short time, told and checked. And safety."""

import pytest
import sqlalchemy as sa

from app.access import scopes
from app.care.people import agreements, glass, invitations, safety
from app.errors import Forbidden, Invalid, NotFound
from app.models import AuditEvent, BrokenGlass, ProxyGrant, SafetyTalk, Withheld
from tests import factories

pytestmark = pytest.mark.usefixtures("frozen_clock")
BORN = {"birth_date-day": "4", "birth_date-month": "5", "birth_date-year": "1948"}
WHY = "She fell in the waiting room and cannot speak."


@pytest.fixture
def nina(database, world):
    """A nurse of the practice who is on nobody's team."""
    with database.write() as session:
        return factories.account(session, "Nina Other", role="nurse")


@pytest.fixture
def place(world):
    return f"/team/patients/{world.rosa_patient.id}"


def test_one_record_for_four_hours_for_looking_only(client_as, world, nina, place, database, frozen_clock):
    visitor = client_as(nina)
    visitor.get(f"{place}/", status=404)
    page = visitor.get("/team/emergency")
    page = visitor.submit(page, to="/team/emergency", status=422, full_name="rosa  vega", reason="short", **BORN)
    assert page.says("Say why in a few words.")
    assert page.tree.first("input", name="full_name").attrs["value"] == "rosa  vega"
    page = visitor.submit(page, to="/team/emergency", reason=WHY)
    assert page.says("You look at the record of Rosa Vega without being on the team.", "They are told.")
    visitor.get(f"/patients/{world.rosa_patient.id}/plan")
    visitor.get(f"{place}/plan/edit", status=403)
    visitor.post(f"{place}/invite", status=403)
    visitor.get(f"/team/patients/{world.ruben_patient.id}/", status=404)
    with database.read() as session:
        rows = session.scalars(sa.select(AuditEvent).where(AuditEvent.actor_id == nina.id)).all()
        assert {row.capacity for row in rows if row.patient_id and row.outcome == "done"} == {"emergency"}
    frozen_clock.move(hours=4)
    visitor = client_as(nina)
    visitor.get(f"{place}/", status=404)


def test_she_is_told_and_somebody_else_checks(client_as, world, nina, place, database):
    visitor, rosa = client_as(nina), client_as(world.rosa)
    visitor.submit(visitor.get("/team/emergency"), to="/team/emergency", full_name="Rosa Vega", reason=WHY, **BORN)
    today = f"/patients/{world.rosa_patient.id}/today"
    page = rosa.get(today)
    assert page.says("Nina Other looked at your plan in an emergency", WHY)
    assert WHY not in client_as(world.otto).get(today).html, "a helper reads nothing of it"
    page = rosa.submit(page, button="I have read this")
    assert WHY not in page.main
    assert rosa.get(f"/patients/{world.rosa_patient.id}/me/log").says("Nina", "in an emergency")
    with database.read() as session:
        row = session.scalars(sa.select(BrokenGlass)).one()
    assert visitor.get("/team/emergency/review").says("Nothing waits for you")
    visitor.post(f"/team/emergency/{row.id}/review", status=404, verdict="right")
    nurse = client_as(world.nurse)
    page = nurse.get("/team/emergency/review")
    assert page.says("Nina Other looked at the record of Rosa Vega", WHY)
    page = nurse.submit(page, to="/review", status=422, verdict="wrong", words="")
    assert page.says("Say what was not right")
    nurse.submit(page, to="/review", verdict="wrong", words="We talked. It will not happen again.")
    page = visitor.submit(visitor.get(f"{place}/"), button="I am done")
    assert page.says("Closed.")
    visitor.get(f"{place}/", status=404)
    with database.read() as session:
        row = session.scalars(sa.select(BrokenGlass)).one()
        assert (row.verdict, row.reviewed_by_id, row.told_at is not None) == ("wrong", world.nurse.id, True)


@pytest.mark.parametrize("who", ["clerk", "admin"])
def test_only_clinicians_break_it(client_as, world, who):
    visitor = client_as(getattr(world, who))
    visitor.get("/team/emergency", status=403)
    visitor.post("/team/emergency", status=403, full_name="Rosa Vega", reason=WHY, **BORN)
    visitor.get("/team/emergency/review", status=404)
    client_as(world.rosa).get("/team/emergency", status=404)


def test_nobody_is_found_by_half_a_name_and_twice_is_once(database, world, nina):
    with database.write() as session:
        how = {"birth_date": world.rosa_patient.birth_date, "reason": WHY}
        for name in ("Rosa", "Rosa V%", "Ruben Vega", ""):
            with pytest.raises(Invalid) as problem:
                glass.break_it(session, nina, full_name=name, **how)
            assert set(problem.value.fields) == {"full_name"}
        for _ in range(2):
            glass.break_it(session, nina, full_name="Rosa Vega", **how)
        glass.break_it(session, world.nurse, full_name="Rosa Vega", **how)
        assert session.scalar(sa.select(sa.func.count()).select_from(BrokenGlass)) == 1, (
            "her own nurse breaks nothing"
        )
        with pytest.raises(Forbidden):
            glass.break_it(session, world.rosa, full_name="Ruben Vega", **how)
        with pytest.raises(NotFound):
            glass.review(session, nina, session.scalars(sa.select(BrokenGlass.id)).one(), "right")


def test_a_section_is_kept_from_a_helper_without_a_word(client_as, world, place, database):
    nurse, otto = client_as(world.nurse), client_as(world.otto)
    diary = f"/patients/{world.rosa_patient.id}/look-back"
    otto.get(diary)
    page = nurse.get(nurse.get(f"{place}/").link("Pressure and safety"))
    page = nurse.submit(page, to="/safety/keep", status=422, section="diary", reason="")
    assert page.says("Say why, for your colleagues.")
    with database.read() as session:
        helper = session.scalars(sa.select(ProxyGrant.id)).one()
    page = nurse.submit(page, to="/safety/keep", helper=helper, reason="She hides bruises from him.")
    assert page.says("Nothing tells the helper.", "Otto Vega does not see: Readings", "She hides bruises from him.")
    otto.get(diary, status=404)
    mine = otto.get(f"/patients/{world.rosa_patient.id}/me")
    assert "Readings" not in mine.main
    assert "bruises" not in mine.html
    assert "bruises" not in client_as(world.rosa).get(f"/patients/{world.rosa_patient.id}/me/helpers/{helper}").html
    nurse.submit(page, button="Show it again")
    otto.get(diary)
    with database.read() as session:
        assert session.scalars(sa.select(ProxyGrant.withheld)).one() == []
        assert session.scalars(sa.select(Withheld.ended_at)).one() is not None


def test_a_new_code_is_no_way_around_what_is_kept_back(database, world):
    with database.write() as session:
        row = session.scalars(sa.select(ProxyGrant)).one()
        nurse, rosa = world.grant(session, world.nurse), world.grant(session, world.rosa)
        safety.keep_from(session, nurse, row.id, "diary", "She is afraid of him.")
        scope = {"diary": ["log"], "goals": ["see"]}
        _row, code = invitations.invite(session, rosa, kind="proxy", name="Otto Vega", scope=scope)
        invitations.accept(session, code, already=world.otto)
        assert set(world.grant(session, world.otto).scope) == {"goals"}
        (kept,) = safety.kept(session, nurse)
        safety.show_again(session, nurse, kept.row.id)
        assert set(world.grant(session, world.otto).scope) == {"goals", "diary"}


def test_what_is_asked_alone_stays_with_the_team(client_as, world, place, database):
    nurse = client_as(world.nurse)
    page = nurse.get(f"{place}/safety")
    page = nurse.submit(page, to="/safety/talk", status=422, afraid="yes", words="Her brother shouts.")
    assert page.says("Ask this only when nobody else is there")
    page = nurse.submit(page, to="/safety/talk", alone="yes")
    assert page.says("Only the team reads it.", "Her brother shouts.", "afraid")
    for who, status in ((world.rosa, 403), (world.otto, 403), (world.clerk, 403), (world.stranger, 404)):
        client_as(who).get(f"{place}/safety", status=status)
    with database.read() as session:
        assert session.scalars(sa.select(SafetyTalk)).one().answers["afraid"] == "yes"


def test_those_beside_the_clinicians_read_what_their_role_reaches(client_as, world, place, database):
    with database.write() as session:
        roles = ("pharmacist", "social_worker")
        people = {role: factories.account(session, f"{role} Tester", role=role) for role in roles}
        for account in people.values():
            factories.team_member(session, account, world.rosa_patient)
    pharmacist, social = client_as(people["pharmacist"]), client_as(people["social_worker"])
    assert pharmacist.get(f"{place}/").says("The whole plan", "What we know", "How it went")
    page = social.get(f"{place}/")
    assert page.says("The whole plan", "Pressure and safety")
    assert "What we know" not in page.main
    social.get(f"/patients/{world.rosa_patient.id}/me/facts", status=404)
    social.get(f"{place}/safety")
    pharmacist.get(f"{place}/safety", status=403)
    pharmacist.get(f"{place}/plan/edit", status=403)
    nurse = client_as(world.nurse)
    words = {f"call_for-{world.nurse.id}": "Sugar and feet"}
    page = nurse.submit(nurse.get(f"{place}/team"), to=f"/team/{world.nurse.id}/call-for", **words)
    assert page.says("Call for: Sugar and feet")


def test_what_is_kept_moves_nothing_on_the_persons_screen_and_outlives_a_form(client_as, world, database):
    with database.write() as session:
        row = session.scalars(sa.select(ProxyGrant)).one()
        row.scopes = scopes.BUNDLES["all"]
        helper = row.id
    rosa, mine = client_as(world.rosa), f"/patients/{world.rosa_patient.id}/me"
    looks = [f"{mine}/helpers/{helper}", f"{mine}/helpers/{helper}/change"]

    def on_her_screen():
        pages = [rosa.get(path) for path in looks]
        return [page.main for page in pages], [
            field.attrs["value"] for field in pages[1].tree.all("input") if "checked" in field.attrs
        ]

    before = on_her_screen()
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        for section in ("medicines", "known"):
            safety.keep_from(session, nurse, helper, section, "She is afraid of him.")
    assert on_her_screen() == before, "whoever looks over her shoulder sees that it changed"
    assert "Treatments" not in client_as(world.otto).get(mine).main
    rosa.submit(rosa.get(looks[1]), to="/change")
    with database.write() as session:
        nurse = world.grant(session, world.nurse)
        assert set(session.get_one(ProxyGrant, helper).withheld) == {"medicines", "known"}
        for kept in safety.kept(session, nurse):
            safety.show_again(session, nurse, kept.row.id)
        assert world.grant(session, world.otto).scope == scopes.BUNDLES["all"]


def test_what_the_person_takes_away_meanwhile_stays_away(database, world):
    with database.write() as session:
        row = session.scalars(sa.select(ProxyGrant)).one()
        nurse, rosa = world.grant(session, world.nurse), world.grant(session, world.rosa)
        kept = safety.keep_from(session, nurse, row.id, "diary", "She is afraid of him.")
        agreements.change(session, rosa, row.id, {"goals": ["see"]})
        safety.show_again(session, nurse, kept.id)
        assert world.grant(session, world.otto).scope == {"goals": ["see"]}


def test_who_chose_no_helper_is_asked_which_and_loses_nothing(client_as, world, place, database):
    nurse, keep = client_as(world.nurse), f"{place}/safety/keep"
    with database.write() as session:
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa, scopes=scopes.BUNDLES["all"])
    page = nurse.post(keep, status=422, section="diary", reason="She hides bruises.")
    assert page.says("Choose which helper.", "She hides bruises.")
    assert page.link("Choose which helper.").endswith("#f-helper")
    assert "selected" in page.tree.first("option", value="diary").attrs
    nurse.post(keep, status=404, helper="a" * 16, section="diary", reason="She hides bruises.")
    with database.write() as session:
        agreements.end(session, world.grant(session, world.nurse), session.scalars(sa.select(ProxyGrant.id)).first())
    page = nurse.get(f"{place}/safety")
    assert page.link("Keep something from a helper").endswith("#kept")
    page = nurse.submit(page, to="/safety/keep", section="diary", reason="She hides bruises.")
    assert page.says("does not see: Readings")
