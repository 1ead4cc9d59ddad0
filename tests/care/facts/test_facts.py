"""Facts keep their history, fade, and are answered by the person without being written over."""

import pytest
import sqlalchemy as sa

from app.care.facts import answering, diagnoses, keeping, reading, saying
from app.care.facts.kinds import KINDS
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.models import AuditEvent, Concern, FactStatement, RecordFact
from tests import factories
from tests.care.facts.made import ALLERGY, DIAGNOSIS, MEDICINE, facts


def as_(session, world, who):
    return world.grant(session, getattr(world, who))


def open_concerns(session, rule):
    return list(session.scalars(sa.select(Concern).where(Concern.rule == rule, Concern.closed_at.is_(None))))


@pytest.fixture
def helper(database, world):
    """Otto may fill in for Rosa."""
    with database.write() as session:
        session.execute(sa.update(factories.ProxyGrant).values(scopes=["see", "fill_in"]))
    return world.otto


def test_a_correction_keeps_the_old_wording_and_ends_it(each_database, frozen_clock):
    database = each_database
    with database.write() as session:
        world = factories.world(session)
    old = facts(database, world, "diagnosis", DIAGNOSIS)
    frozen_clock.move(days=3)
    with database.write() as session:
        new = keeping.correct(
            session, as_(session, world, "physician"), old.id, {**DIAGNOSIS, "status": "remission"}, client_key="k1",
            source="letter", source_words="Dr Hale",
        )  # fmt: skip
    with database.read() as session:
        now, before = reading.one(session, as_(session, world, "rosa"), old.id)
        assert (now.row.id, now.row.line, now.row.replaces_id) == (new.id, old.id, old.id)
        assert now.row.source_words == "Dr Hale"
        assert (before.row.ended_reason, before.row.content["status"]) == ("corrected", "active")
        assert [view.row.id for view in reading.current(session, as_(session, world, "nurse"))] == [new.id]
        ruben = world.grant(session, world.nurse, world.ruben_patient)
        assert [v.row.content["status"] for v in reading.current(session, ruben)] == ["active"]
        acts = set(session.scalars(sa.select(AuditEvent.act).where(AuditEvent.patient_id == world.rosa_patient.id)))
        assert {"add fact", "correct fact", "end fact (corrected)"} <= acts


def test_of_two_corrections_at_once_the_second_sees_both_texts(database, world):
    old = facts(database, world)
    with database.write() as session:
        keeping.correct(session, as_(session, world, "nurse"), old.id, {**MEDICINE, "how": "2"}, client_key="a")
    with database.write() as session, pytest.raises(Conflict) as refused:
        keeping.correct(session, as_(session, world, "physician"), old.id, {**MEDICINE, "how": "3"}, client_key="b")
    assert "How and when: 3" in refused.value.mine
    assert "How and when: 2" in refused.value.theirs
    with database.write() as session:  # the first one, sent again, is the same
        again = keeping.correct(
            session, as_(session, world, "nurse"), old.id, {**MEDICINE, "how": "2"}, client_key="a"
        )
        assert again.content["how"] == "2"
        with pytest.raises(Conflict):
            keeping.correct(session, as_(session, world, "nurse"), old.id, {**MEDICINE, "how": "9"}, client_key="a")


def test_the_same_page_sent_twice_stores_once(database, world):
    with database.write() as session:
        grant = as_(session, world, "nurse")
        one = keeping.add(session, grant, "allergy", ALLERGY, client_key="same")
        assert keeping.add(session, grant, "allergy", ALLERGY, client_key="same").id == one.id
        with pytest.raises(Conflict):
            keeping.add(session, grant, "allergy", {**ALLERGY, "what": "Nuts"}, client_key="same")
        with pytest.raises(Invalid):
            keeping.add(session, grant, "allergy", ALLERGY, client_key="")


def test_each_kind_fades_after_its_own_time_and_one_word_brings_it_back(frozen_clock, database, world):
    medicine, test = facts(database, world), facts(database, world, "test", {"what": "K", "value": "4", "on": "2026"})
    ids = (medicine.id, test.id)

    def states():
        with database.read() as session:
            grant = as_(session, world, "rosa")
            return [reading.one(session, grant, id_)[0].freshness.state for id_ in ids]

    assert states() == ["fresh", "fresh"]
    frozen_clock.move(days=KINDS["medicine"].ask_again_days - 1)
    assert states() == ["fresh", "fresh"]
    frozen_clock.move(days=1)
    assert states() == ["faded", "fresh"]
    with database.read() as session:
        fade = reading.one(session, as_(session, world, "rosa"), medicine.id)[0].freshness
        assert fade.words == "Last confirmed 5 months ago. Still right?"
    with database.write() as session:
        row = saying.confirm(session, as_(session, world, "rosa"), medicine.id)
        assert (row.confirmed_by_id, row.confirmed_capacity) == (world.rosa.id, "self")
    assert states() == ["fresh", "fresh"]


def test_her_words_stand_beside_the_teams_line_and_never_over_it(database, world):
    fact = facts(database, world)
    with database.write() as session:
        rosa = as_(session, world, "rosa")
        said = saying.not_right(session, rosa, fact.id, " It is  the evening ", "k")
        assert saying.not_right(session, rosa, fact.id, "It is  the evening", "k").id == said.id
        assert saying.not_right(session, rosa, fact.id, "It is  the evening", "other").id == said.id
    with database.read() as session:
        view = reading.current(session, as_(session, world, "nurse"))[0]
        assert view.row.content["how"] == MEDICINE["how"]
        assert [one.words for one in view.waiting] == ["It is  the evening"]
        [concern] = open_concerns(session, "fact_said")
        assert (concern.band, concern.patient_id, concern.subject) == (3, world.rosa_patient.id, said.id)


def test_the_team_keeps_its_line_with_words_for_her(database, world):
    fact = facts(database, world)
    with database.write() as session:
        said = saying.not_right(session, as_(session, world, "rosa"), fact.id, "It is the evening", "k")
        nurse = as_(session, world, "nurse")
        with pytest.raises(Invalid):
            answering.keep(session, nurse, said.id, "  ")
        answering.keep(session, nurse, said.id, "The morning protects you at night.")
        answering.keep(session, nurse, said.id, "The morning protects you at night.")
        with pytest.raises(Conflict) as refused:
            answering.keep(session, as_(session, world, "physician"), said.id, "No.")
        assert refused.value.theirs == "The morning protects you at night."
        assert not open_concerns(session, "fact_said")
    with database.read() as session:
        view = reading.current(session, as_(session, world, "rosa"))[0]
        assert [(one.words, one.answer_words) for one in view.said] == [
            ("It is the evening", "The morning protects you at night.")
        ]
        assert not view.waiting


def test_how_she_takes_it_is_taken_over_as_she_said_it(database, world):
    fact = facts(database, world)
    with database.write() as session:
        rosa = as_(session, world, "rosa")
        said = saying.taking(session, rosa, fact.id, use="not_taking", why=["cost"], words="Too dear", client_key="k")
        assert isinstance(said, FactStatement)
        assert session.get_one(RecordFact, fact.id).content["use"] == "not_asked"
        new = answering.take_use(session, as_(session, world, "nurse"), said.id, "t")
        assert (new.content["use"], new.content["why"]) == ("not_taking", ["cost"])
        assert answering.take_use(session, as_(session, world, "nurse"), said.id, "t").id == new.id
        assert session.get_one(FactStatement, said.id).words == "Too dear"
        assert not open_concerns(session, "fact_said")


def test_taken_as_written_is_a_confirmation_and_troubles_nobody(frozen_clock, database, world):
    fact = facts(database, world)
    frozen_clock.move(days=200)
    with database.write() as session:
        rosa = as_(session, world, "rosa")
        new = saying.taking(session, rosa, fact.id, use="taking", why=["cost"], words="", client_key="k")
        assert (new.content["use"], new.content["why"], new.line) == ("taking", [], fact.line)
        assert saying.taking(session, rosa, fact.id, use="taking", why=[], words="", client_key="k").id == new.id
        assert reading.one(session, rosa, fact.id)[0].freshness.state == "fresh"
        assert (new.actor_id, new.confirmed_by_id) == (world.nurse.id, world.rosa.id)
        with pytest.raises(Forbidden):  # the line is the team's as before
            keeping.correct(session, rosa, new.id, {**MEDICINE, "how": "never"}, client_key="z")
        assert not open_concerns(session, "fact_said")
        with pytest.raises(Invalid) as refused:
            saying.taking(session, rosa, new.id, use="maybe", why=["nonsense"], words="x" * 2001, client_key="l")
        assert set(refused.value.fields) == {"use", "why", "words"}


def test_still_right_takes_back_ones_own_words_only(database, world, helper):
    fact = facts(database, world)
    with database.write() as session:
        saying.not_right(session, as_(session, world, "rosa"), fact.id, "Evening", "k")
        saying.confirm(session, as_(session, world, "otto"), fact.id)
        assert len(open_concerns(session, "fact_said")) == 1
        saying.confirm(session, as_(session, world, "rosa"), fact.id)
        assert not open_concerns(session, "fact_said")
        assert session.scalars(sa.select(FactStatement.answer)).all() == ["taken_back"]


def test_a_fact_that_she_adds_is_hers_and_reaches_the_team(database, world, helper):
    with database.write() as session:
        rosa = as_(session, world, "rosa")
        tea = keeping.add(session, rosa, "practice", {"what": "Sage tea"}, client_key="k", source="team")
        assert (tea.source, tea.capacity) == ("person", "self")
        assert [one.subject for one in open_concerns(session, "fact_added")] == [tea.id]
        with pytest.raises(Forbidden):  # a helper leaves her words alone
            keeping.correct(session, as_(session, world, "otto"), tea.id, {"what": "Tea"}, client_key="l")
        green = keeping.correct(session, rosa, tea.id, {"what": "Green tea"}, client_key="m")
        better = keeping.correct(
            session, as_(session, world, "nurse"), green.id, {"what": "Green tea", "checked": "Goes well"},
            client_key="n",
        )  # fmt: skip
        assert not open_concerns(session, "fact_added")
        view = reading.current(session, rosa)[0]
        assert (view.row.id, view.own.content["what"]) == (better.id, "Green tea")


def test_the_teams_line_is_not_hers_to_write_over(database, world):
    fact = facts(database, world)
    with database.write() as session:
        rosa = as_(session, world, "rosa")
        with pytest.raises(Forbidden):
            keeping.correct(session, rosa, fact.id, {**MEDICINE, "how": "never"}, client_key="k")
        with pytest.raises(Forbidden):
            keeping.end(session, rosa, fact.id, "mistake")
        said = saying.not_right(session, rosa, fact.id, "Evening", "k")
        for act in (
            lambda: answering.keep(session, rosa, said.id, "x"),
            lambda: answering.take_use(session, rosa, said.id, "x"),
        ):
            with pytest.raises(Forbidden):
                act()


def test_none_known_and_an_allergy_never_stand_together(database, world):
    with database.write() as session:
        nurse = as_(session, world, "nurse")
        none = keeping.add(session, nurse, "allergy", {"known": "none"}, client_key="a")
        assert (none.content["code"], none.content["what"]) == ("716186003", "")
        keeping.add(session, nurse, "allergy", ALLERGY, client_key="b")
        assert [view.title for view in reading.current(session, nurse)] == ["Penicillin"]
        with pytest.raises(Invalid):
            keeping.add(session, nurse, "allergy", {"known": "none"}, client_key="c")


def test_what_has_ended_stays_readable_and_takes_no_more_words(database, world):
    fact = facts(database, world)
    with database.write() as session:
        nurse = as_(session, world, "nurse")
        with pytest.raises(Invalid):
            keeping.end(session, nurse, fact.id, "corrected")
        keeping.end(session, nurse, fact.id, "mistake", "Wrong person")
        keeping.end(session, nurse, fact.id, "mistake")
        assert reading.current(session, nurse) == []
        assert reading.one(session, nurse, fact.id)[0].row.ended_words == "Wrong person"
        with pytest.raises(Conflict) as refused:
            saying.not_right(session, as_(session, world, "rosa"), fact.id, "Evening", "k")
        assert refused.value.mine == "Evening"
        assert "by mistake" in refused.value.theirs


def test_nobody_reaches_the_facts_of_another(database, world):
    facts(database, world)
    with database.read() as session:
        theirs = session.scalars(
            sa.select(RecordFact.id).where(RecordFact.patient_id == world.ruben_patient.id)
        ).one()
        rosa = as_(session, world, "rosa")
        for act in (
            lambda: reading.one(session, rosa, theirs),
            lambda: saying.confirm(session, rosa, theirs),
            lambda: saying.not_right(session, rosa, theirs, "x", "k"),
        ):
            with pytest.raises(NotFound):
                act()
        for who in ("clerk", "otto"):
            with pytest.raises(Forbidden):
                reading.current(session, as_(session, world, who))
            for say in (
                lambda who=who: saying.not_right(session, as_(session, world, who), theirs, "x", "k"),
                lambda who=who: saying.confirm(session, as_(session, world, who), theirs),
                lambda who=who: keeping.add(session, as_(session, world, who), "allergy", ALLERGY, client_key="k"),
                lambda who=who: keeping.end(session, as_(session, world, who), theirs, "mistake"),
            ):
                with pytest.raises(Forbidden):
                    say()


def test_active_conditions_for_the_plan(database, world):
    facts(database, world, "diagnosis", DIAGNOSIS)
    facts(database, world, "diagnosis", {"words": "Asthma", "status": "not_sure"})
    facts(database, world, "diagnosis", {"words": "Flu", "status": "resolved"})
    with database.read() as session:
        found = diagnoses.active(session, as_(session, world, "nurse"))
    assert [(one.words, one.since, one.sure) for one in found] == [
        ("Asthma", "", False),
        ("High blood pressure", "2019-03", True),
    ]
