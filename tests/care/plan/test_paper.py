"""A marked page: it counts as the person's answer, an older page wins over nothing newer, a repeat is stored once."""

import pytest
import sqlalchemy as sa

from app.access.permissions import Permission
from app.care.plan import decisions, drafting, offering, paper, reading
from app.db import new_id
from app.errors import Forbidden, Invalid, NotFound
from app.models import AuditEvent, Concern, Decision, PaperPage
from tests.care.plan.plans import days, offered, put


@pytest.fixture
def keys(room, frozen_clock):
    made = offered(room.session, room.nurse)
    frozen_clock.move(days=10)
    return made


def enter(room, marks, number=1, ago=2, **more):
    """The nurse types in a page that was marked `ago` days ago."""
    found = {key: paper.Mark(*(mark if isinstance(mark, tuple) else (mark,))) for key, mark in marks.items()}
    facts = {"dated_on": days(-ago), "handed_in_by": "", "client_key": new_id(), **more}
    return paper.enter(room.session, facts.pop("by", room.nurse), number, marks=found, **facts)


def line(room, key):
    return reading.item(room.session, room.rosa, key)


def rows(room, model=Decision):
    return list(room.session.scalars(sa.select(model)))


def test_it_counts_as_the_persons_answer_with_who_typed_it_and_the_day_on_the_paper(room, keys):
    page = enter(room, {keys["activity"]: ("no", " My knee "), keys["goal"]: "yes"})
    found = line(room, keys["activity"])
    assert (found.answer, found.stands, found.decision.words) == ("no", True, "My knee")
    kept = found.decision
    assert (kept.shown_as, kept.capacity, kept.actor_id) == ("paper", "paper", room.world.nurse.id)
    assert (kept.answered_on, kept.number, kept.language) == (days(-2), 1, "en")
    assert line(room, keys["strength"]).answer is None
    assert page.marks[keys["activity"]] == {"answer": "no", "words": "My knee", "became": paper.COUNTS}
    assert (page.handed_in_by, page.entered_by_id) == ("Rosa Vega", room.world.nurse.id)
    acts = list(room.session.scalars(sa.select(AuditEvent.act).where(AuditEvent.kind == "paper_page")))
    assert acts == ["enter paper"]


def test_the_language_is_the_papers(room, keys):
    room.session.get(type(room.world.rosa_patient), room.world.rosa_patient.id).language = "es"
    enter(room, {keys["goal"]: "yes"})
    assert line(room, keys["goal"]).decision.language == "es"


def test_lets_talk_on_paper_reaches_a_nurse(room, keys):
    enter(room, {keys["goal"]: ("talk", "It worries me")})
    found = list(room.session.scalars(sa.select(Concern).where(Concern.rule == "lets_talk")))
    assert [concern.subject for concern in found] == [keys["goal"]]


@pytest.mark.parametrize("marks", [{}, {"goal": ""}, {"goal": ("", "  \n")}, {"nowhere": "yes"}])
def test_a_blank_page_stores_nothing(room, keys, marks):
    with pytest.raises(Invalid, match="Nothing is marked"):
        enter(room, {keys.get(name, name): mark for name, mark in marks.items()})
    assert rows(room) == []
    assert rows(room, PaperPage) == []


def test_a_repeat_is_stored_once(room, keys):
    key = new_id()
    first = enter(room, {keys["goal"]: "yes"}, client_key=key)
    assert enter(room, {keys["goal"]: "yes"}, client_key=key) is first
    assert enter(room, {keys["goal"]: "yes"}) is first  # a colleague types in the same page
    assert (len(rows(room)), len(rows(room, PaperPage))) == (1, 1)
    assert enter(room, {keys["goal"]: "no"}) is not first  # a slip mended: the same day, another answer
    assert line(room, keys["goal"]).answer == "no"
    assert enter(room, {keys["goal"]: "yes"}, client_key=key) is first  # its answer came late once more
    assert line(room, keys["goal"]).answer == "no"
    back = enter(room, {keys["goal"]: "yes"})  # mended back: not the old page again
    assert back is not first
    assert line(room, keys["goal"]).answer == "yes"
    enter(room, {keys["goal"]: "not_now"}, client_key=back.client_key)  # gone back to the form, and changed there
    assert line(room, keys["goal"]).answer == "not_now"


def test_a_page_of_an_older_version_counts_where_the_substance_is_the_same(room, keys):
    put(room.session, room.nurse, key=keys["activity"], what="Swim")
    drafting.remove(room.session, room.nurse, keys["strength"])
    offering.offer(room.session, room.nurse)
    page = enter(room, {keys["activity"]: "yes", keys["goal"]: "yes", keys["strength"]: "no"})
    became = {name: page.marks[keys[name]]["became"] for name in ("activity", "goal", "strength")}
    assert became == {"activity": paper.CHANGED, "goal": paper.COUNTS, "strength": paper.GONE}
    assert line(room, keys["goal"]).stands
    assert line(room, keys["activity"]).answer is None
    assert [row.key for row in rows(room)] == [keys["goal"]]


@pytest.mark.parametrize("ago", [1, 2])
def test_a_newer_answer_is_never_overwritten_without_a_word(room, keys, frozen_clock, ago):
    frozen_clock.move(days=-ago)
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "yes", "I want this")
    frozen_clock.move(days=ago)
    marks = {keys["goal"]: "no", keys["activity"]: "yes"}
    with pytest.raises(paper.Newer) as refused:
        enter(room, marks, ago=2)
    assert refused.value.keys == [keys["goal"]]
    assert line(room, keys["activity"]).answer is None
    page = enter(room, marks, ago=2, chosen={keys["goal"]: paper.NEWER})
    assert line(room, keys["goal"]).answer == "yes"
    assert page.marks[keys["goal"]]["became"] == paper.KEPT
    assert line(room, keys["activity"]).answer == "yes"


def test_the_team_may_say_that_the_paper_counts(room, keys):
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "yes")
    enter(room, {keys["goal"]: "no"}, chosen={keys["goal"]: paper.PAPER})
    assert line(room, keys["goal"]).answer == "no"
    assert [row.answer for row in decisions.history(room.session, room.rosa, keys["goal"])] == ["yes", "no"]


def test_an_answer_taken_back_since_is_a_newer_word_too(room, keys):
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "yes")
    decisions.take_back(room.session, room.rosa, keys["goal"])
    with pytest.raises(paper.Newer):
        enter(room, {keys["goal"]: "yes"})


def test_an_older_answer_gives_way_and_the_same_one_is_not_doubled(room, keys, frozen_clock):
    frozen_clock.move(days=-8)
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "yes")
    frozen_clock.move(days=8)
    enter(room, {keys["goal"]: "no"}, ago=3)
    assert line(room, keys["goal"]).answer == "no"
    decisions.decide(room.session, room.rosa, keys["goal"], 1, "yes")
    page = enter(room, {keys["goal"]: "yes"}, ago=1)
    assert page.marks[keys["goal"]]["became"] == paper.SAME
    assert len(rows(room)) == 3


def test_words_without_a_tick_are_kept_and_make_no_answer(room, keys):
    page = enter(room, {keys["goal"]: ("", "Ask my daughter")})
    assert page.marks[keys["goal"]] == {"answer": "", "words": "Ask my daughter", "became": paper.WORDS}
    assert rows(room) == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"dated_on": None}, "dated_on"),
        ({"ago": -1}, "dated_on"),
        ({"ago": 11}, "dated_on"),
        ({"handed_in_by": "x" * 201}, "handed_in_by"),
    ],
)
def test_what_cannot_be_is_refused(room, keys, more, field):
    with pytest.raises(Invalid) as refused:
        enter(room, {keys["goal"]: "yes"}, **more)
    assert set(refused.value.fields) == {field}
    assert rows(room, PaperPage) == []


@pytest.mark.parametrize("mark", ["maybe", "taken_back", ("yes", "x" * 2001)])
def test_what_is_no_answer_is_refused(room, keys, mark):
    with pytest.raises(Invalid):
        enter(room, {keys["goal"]: mark})


def test_who_may_type_in_a_page(room, keys):
    for grant in (room.rosa, room.otto):
        assert not grant.may(Permission.ENTER_PAPER)
        with pytest.raises(Forbidden):
            enter(room, {keys["goal"]: "yes"}, by=grant)
        with pytest.raises(Forbidden):
            decisions.from_paper(room.session, grant, line(room, keys["goal"]).item, "yes", "")
    other = room.world.grant(room.session, room.world.nurse, room.world.ruben_patient)
    with pytest.raises(NotFound):
        enter(room, {keys["goal"]: "yes"}, by=other)
    page = enter(room, {keys["goal"]: "yes"})
    with pytest.raises(NotFound):
        paper.page(room.session, other, page.id)
    assert paper.pages(room.session, other) == []


def test_a_version_is_found_by_its_number_or_any_code(room, keys):
    lines = paper.printed(room.session, room.nurse, 1).lines
    assert {paper.find(room.session, room.nurse, typed) for typed in ("1", *(each.code for each in lines))} == {1}
    other = room.world.grant(room.session, room.world.nurse, room.world.ruben_patient)
    for grant, typed in ((room.nurse, "2"), (room.nurse, "1-1B"), (room.nurse, "x"), (other, lines[0].code)):
        with pytest.raises(Invalid):
            paper.find(room.session, grant, typed)
