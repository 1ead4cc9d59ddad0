"""Pressure and safety: what is asked alone, and what is kept from a helper without a word."""

import pytest
import sqlalchemy as sa

from app.access import scopes
from app.care.people import agreements, invitations, safety
from app.models import ProxyGrant, SafetyTalk, Withheld
from tests import factories

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def place(world):
    return f"/team/patients/{world.rosa_patient.id}"


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


@pytest.mark.parametrize(("name", "hidden"), [(" otto  VEGA", True), ("Ida Vega", False)])
def test_nor_is_a_new_account_under_the_same_name(database, world, name, hidden):
    with database.write() as session:
        row = session.scalars(sa.select(ProxyGrant)).one()
        nurse, rosa = world.grant(session, world.nurse), world.grant(session, world.rosa)
        safety.keep_from(session, nurse, row.id, "diary", "She is afraid of him.")
        scope = {"diary": ["log"], "goals": ["see"]}
        _row, code = invitations.invite(session, rosa, kind="proxy", name=name, scope=scope)
        anew = invitations.accept(session, code)
        assert world.grant(session, anew).hides("diary") == hidden
        assert world.grant(session, world.otto).hides("diary"), "it stays kept from the account of before"
        kept = {one.row.id: one.helper.id for one in safety.kept(session, nurse)}
        assert set(kept.values()) == ({world.otto.id, anew.id} if hidden else {world.otto.id})
        for id_ in (id_ for id_, helper in kept.items() if helper == anew.id):
            safety.show_again(session, nurse, id_)
        assert not world.grant(session, anew).hides("diary"), "the team says otherwise"


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
