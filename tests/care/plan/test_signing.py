"""A clinician checks a symptom plan for the person; the check holds for that text only and nobody can forge it."""

import pytest

from app.care.plan import drafting, offering, proposals, signing, suggestions, versions
from app.care.plan.kinds import KINDS
from app.care.plan.kinds.signed import SIGNATURE, is_signed, sign
from tests.care.plan.plans import CONTENTS, days, put

pytestmark = pytest.mark.usefixtures("frozen_clock")
KIND = KINDS["symptom_zones"]


def offer(session, grant):
    drafting.set_review_date(session, grant, days(180))
    return offering.offer(session, grant)


@pytest.fixture
def checked(database, world):
    """The key of a plan that the nurse checked and offered."""
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        row = put(session, grant, "symptom_zones", owner=world.nurse.id, i_checked="yes")
        offer(session, grant)
        return row.key


def now(database, world, key):
    with database.read() as session:
        return versions.current_item(session, world.grant(session, world.nurse), key)


def test_name_and_day_come_from_the_server(database, world, checked):
    content = now(database, world, checked).content
    assert KIND.may_be_used(content)
    assert (content["confirmed_by"], content["confirmed_name"]) == (world.nurse.id, "Nora (nurse)")
    assert content["confirmed_on"] == "2026-03-10"


def test_without_a_check_it_can_be_offered_and_not_used(database, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        row = put(session, grant, "symptom_zones", owner=world.nurse.id)
        offer(session, grant)
    content = now(database, world, row.key).content
    assert not KIND.may_be_used(content)
    assert "Not checked yet. Do not use it. Ring the practice." in KIND.as_text(content)


CHANGES = [
    ({"signs_now": "Chest pain"}, False),
    ({"numbers": [{"band": "watch", "measure": "weight", "rule": "gain", "number": "1.4", "days": "1"}]}, False),
    ({"phones": []}, False),
    ({"medicines": []}, False),
    ({"baseline": []}, False),
    ({"problem_key": ""}, True),
]


@pytest.mark.parametrize(("over", "holds"), CHANGES)
@pytest.mark.parametrize("wording_only", [False, True])
def test_any_later_change_of_substance_takes_it_away(database, world, checked, over, holds, wording_only):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        put(session, grant, "symptom_zones", key=checked, owner=world.nurse.id, reason="Mended",
            wording_only=wording_only, **over)  # fmt: skip
        offer(session, grant)
    assert KIND.may_be_used(now(database, world, checked).content) is holds


def test_it_does_not_come_back_with_a_save_of_nothing_new(database, world, checked):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        row = put(session, grant, "symptom_zones", key=checked, owner=world.nurse.id, do_now="Lie down")
        put(session, grant, "symptom_zones", key=checked, owner=world.nurse.id, do_now="Lie down", reason="x",
            revision=row.revision)  # fmt: skip
        offer(session, grant)
    assert not KIND.may_be_used(now(database, world, checked).content)


def test_a_colleague_checks_in_their_own_name(database, world, checked, frozen_clock):
    frozen_clock.move(days=2)
    with database.write() as session:
        grant = world.grant(session, world.physician)
        put(session, grant, "symptom_zones", key=checked, owner=world.nurse.id, do_now="Lie down", i_checked="yes")
        offer(session, grant)
    content = now(database, world, checked).content
    assert (content["confirmed_by"], content["confirmed_on"]) == (world.physician.id, "2026-03-12")


def test_a_check_is_no_new_question_to_the_person(database, world):
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        key = put(session, grant, "symptom_zones", owner=world.nurse.id).key
        offer(session, grant)
        before = versions.current_item(session, grant, key).substance
        put(session, grant, "symptom_zones", key=key, owner=world.nurse.id, i_checked="yes")
        offer(session, grant)
        assert versions.current_item(session, grant, key).substance == before


def forged():
    parsed = KIND.parse(CONTENTS["symptom_zones"])
    return sign(parsed, KIND.substance, "a" * 16, "Dr Nobody", days(0))


def test_what_was_sent_is_no_check(database, world):
    assert is_signed(forged(), KIND.substance)
    with database.write() as session:
        nurse, rosa = world.grant(session, world.nurse), world.grant(session, world.rosa)
        saved = drafting.save(session, nurse, kind="symptom_zones", content=forged(), owner=world.nurse.id)
        thought = proposals.propose(
            session, nurse, kind="symptom_zones", content=forged(), source="A guide", expires_on=days(30)
        )
        wished = suggestions.suggest(session, rosa, kind="symptom_zones", content={**forged(), "i_checked": "yes"})
        for row in (saved, thought, wished):
            assert [row.content[name] for name in SIGNATURE] == ["", "", "", ""]


def test_who_is_not_of_the_team_checks_nothing(database, world):
    with database.write() as session:
        rosa = world.grant(session, world.rosa)
        raw = {**CONTENTS["symptom_zones"], "i_checked": "yes"}
        sealed = signing.seal(session, rosa, KIND, raw, KIND.parse(raw), None)
        assert not KIND.may_be_used(sealed)
