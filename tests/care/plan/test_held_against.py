"""What somebody tried against the plan and did not get: words that leak, vanish, or wear out a server."""

import pytest

from app.care.attachments import documents, jpeg
from app.care.plan import folding, item_words, questions
from app.care.treatments import words as said
from app.care.worse import ring_me
from app.errors import Conflict, Forbidden
from app.models import Concern, TreatmentWord
from tests.care.plan.plans import offered


def concern(room, rule):
    return room.session.query(Concern).filter_by(rule=rule, closed_at=None).one()


def test_another_side_effect_from_the_same_form_is_not_lost(room):
    key = offered(room.session, room.nurse)["treatment"]
    said.say(room.session, room.rosa, key, "too_much", "money", client_key="k1")
    said.say(room.session, room.rosa, key, "too_much", "money", client_key="k1")
    with pytest.raises(Conflict):
        said.say(room.session, room.rosa, key, "too_much", "effort", client_key="k1")
    assert room.session.query(TreatmentWord).count() == 1


def test_long_runs_are_looked_at_once():
    """Looked at again from each of their bytes, these would take days: then the time limit of the suite ends this."""
    with pytest.raises(ValueError, match=r"no end|no marker|cut off|no picture"):
        jpeg.cleaned(b"\xff\xd8\xff\xda\x00\x03\x00" + b"\xff" * 800_000 + b"\x00")
    with pytest.raises(ValueError, match="nothing in it"):
        documents.cleaned(b"%PDF-1.4\n" + b"1" * 800_000 + b"\nstartxref\n%%EOF")


def test_the_persons_words_stay_when_a_helper_asks_for_a_call_too(room):
    ring_me.ask(room.session, room.rosa, "My chest hurts", answer_days=2)
    helper = room.otto
    helper = type(helper)(helper.actor, helper.patient_id, helper.capacity, helper.permissions | {"ask"})
    ring_me.ask(room.session, helper, "the bill", answer_days=2)
    ring_me.ask(room.session, helper, "the bill", answer_days=2)
    assert concern(room, ring_me.RULE).why["words"] == "My chest hurts\nOtto: the bill"


def test_a_helper_takes_back_nothing_that_the_person_said(room):
    key = offered(room.session, room.nurse)["follow_up"]
    item_words.say(room.session, room.rosa, key, "obstacle", "paying")
    with pytest.raises(Forbidden):
        item_words.say(room.session, room.otto, key, "obstacle", item_words.TAKEN_BACK)
    with pytest.raises(Conflict):
        item_words.say(room.session, room.otto, key, "obstacle", "getting_there")
    assert item_words.newest(room.session, room.rosa, key)["obstacle"].value == "paying"
    assert concern(room, "obstacle").closed_at is None


def test_nothing_that_hangs_on_a_folded_line_reaches_a_helper(room):
    keys = offered(room.session, room.nurse)
    questions.ask(room.session, room.rosa, keys["expectation"], "zzASK how long?")
    assert len(questions.waiting(room.session, room.otto)) == 1
    folding.fold(room.session, room.rosa, keys["expectation"], True)
    assert questions.waiting(room.session, room.otto) == []
    assert len(questions.waiting(room.session, room.nurse)) == 1
    folding.fold(room.session, room.rosa, keys["expectation"], False)
    assert len(questions.waiting(room.session, room.otto)) == 1
