"""Content of items: what is kept, what is refused and at which field."""

import pytest

from app.care.plan.kinds import KINDS
from app.care.plan.kinds.fields import Fields
from app.care.plan.substance import digest
from app.errors import Invalid
from app.i18n import using_locale
from tests.care.plan.plans import CONTENTS, days

REFUSED = [
    ("what_matters", {"words": "  "}, "words"),
    ("what_matters", {"sort": "money"}, "sort"),
    ("circumstance", {"words": ""}, "words"),
    ("circumstance", {"sort": "week", "busy": ["7-morning"]}, "busy"),
    ("circumstance", {"sort": "practice", "checked_on": "last May"}, "checked_on"),
    ("problem", {"plain": " "}, "plain"),
    ("problem", {"status": "cured"}, "status"),
    ("problem", {"since": "2019-13"}, "since"),
    ("problem", {"since": "May"}, "since"),
    ("problem", {"since": 2019}, "since"),
    ("expectation", {"about": ""}, "about"),
    ("expectation", {"course": "worse"}, "course"),
    ("expectation", {"certainty": "99"}, "certainty"),
    ("expectation", {"reviewed_on": "2026-02-30"}, "reviewed_on"),
    ("expectation", {"problem_key": "../1"}, "problem_key"),
    ("strength", {"words": None}, "words"),
    ("goal", {"words": ""}, "words"),
    ("goal", {"sort": "wishful"}, "sort"),
    ("goal", {"importance": "4"}, "importance"),
    ("goal", {"importance": True}, "importance"),
    ("goal", {"words": "x" * 2001}, "words"),
    ("goal", {"words": ["a", "b"]}, "words"),
    ("activity", {"what": ""}, "what"),
    ("activity", {"days": [7]}, "days"),
    ("activity", {"days": ["Monday"]}, "days"),
    ("activity", {"part": "night"}, "part"),
    ("activity", {"measure": "shoe_size"}, "measure"),
    ("activity", {"confidence": "11"}, "confidence"),
    ("activity", {"confidence": "very"}, "confidence"),
    ("activity", {"goal_key": "../../etc/passwd"}, "goal_key"),
    ("activity", {"minutes": "1441"}, "minutes"),
    ("activity", {"minutes": "a few"}, "minutes"),
    ("activity", {"travel_minutes": -1}, "travel_minutes"),
    ("activity", {"cost": "-3"}, "cost"),
    ("activity", {"in_the_way": ["dragons"]}, "in_the_way"),
    ("goal", {"parent_key": "a b"}, "parent_key"),
    ("goal", {"problem_keys": ["../x"]}, "problem_keys"),
    ("goal", {"in_the_way": "dragons"}, "in_the_way"),
    ("coping_strategy", {"then_words": ""}, "then_words"),
    ("coping_strategy", {"barrier": "own", "if_words": ""}, "if_words"),
    ("coping_strategy", {"barrier": "dragons"}, "barrier"),
    ("treatment", {"plain_name": ""}, "plain_name"),
    ("treatment", {"sort": "magic"}, "sort"),
    ("treatment", {"benefit_with": "101"}, "benefit_with"),
    ("treatment", {"benefit_with": "1.5", "benefit_without": None}, "benefit_with"),
    ("treatment", {"benefit_with": 20}, "benefit_with"),
    ("treatment", {"benefit_words": ""}, "benefit_words"),
    ("treatment", {"harm_with": None, "harm_without": 2}, "harm_with"),
    ("treatment", {"over": ""}, "over"),
    ("treatment", {"numbers_source": ""}, "numbers_source"),
    ("treatment", {"numbers_on": ""}, "numbers_on"),
    ("treatment", {"cost_amount": "12", "cost_on": "2026-01-02"}, "cost_said_by"),
    ("treatment", {"checked_by": "Pia (pharmacist)"}, "checked_on"),
    ("treatment", {"serious": [{"what": "Fainting"}]}, "serious.0.todo"),
    ("treatment", {"alternatives": [{"good": "Cheap"}]}, "alternatives.0.what"),
    ("treatment", {"benefit_state": "maybe"}, "benefit_state"),
    ("treatment", {"minutes": "5"}, "times_a_week"),
    ("treatment", {"times_a_week": "71"}, "times_a_week"),
    ("community_resource", {"travel_minutes": "30"}, "times_a_week"),
    ("community_resource", {"cost_amount": "-1"}, "cost_amount"),
    ("trial", {"what": " "}, "what"),
    ("trial", {"aim": ""}, "aim"),
    ("trial", {"way": "forget"}, "way"),
    ("community_resource", {"what": " "}, "what"),
    ("community_resource", {"need": "gold"}, "need"),
    ("community_resource", {"state": "gone"}, "state"),
    ("advance_wish", {"words": " "}, "words"),
    ("advance_wish", {"sort": "order"}, "sort"),
    ("advance_wish", {"sort": "treatment"}, "stance"),
    ("advance_wish", {"verified_how": "photo"}, "verified_how"),
    ("advance_wish", {"verified_how": "paper", "verified_by": "Nora"}, "verified_on"),
    ("advance_wish", {"verified_by": "Nora"}, "verified_by"),
    ("advance_wish", {"ability_words": "Can decide.", "ability_by": "Paul"}, "ability_on"),
    ("information", {"text": "", "where": ""}, "text"),
    ("information", {"from_whom": ""}, "from_whom"),
    ("information", {"good_until": "soon"}, "good_until"),
    ("follow_up", {"with_whom": ""}, "with_whom"),
    ("follow_up", {"how": "pigeon"}, "how"),
]


@pytest.mark.parametrize(("kind", "over", "field"), REFUSED)
def test_what_does_not_fit_is_named(kind, over, field):
    with pytest.raises(Invalid) as refused:
        KINDS[kind].parse({**CONTENTS[kind], **over})
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_fits_is_kept_and_unknown_fields_are_not(kind):
    parsed = KINDS[kind].parse({**CONTENTS[kind], "invented": "x"})
    assert "invented" not in parsed
    assert KINDS[kind].parse(parsed) == parsed
    assert KINDS[kind].title(parsed)
    assert KINDS[kind].title(parsed) in KINDS[kind].as_text(parsed)
    assert set(KINDS[kind].substance) | set(KINDS[kind].own) <= set(parsed)


def test_control_characters_go_and_line_breaks_stay():
    parsed = KINDS["goal"].parse({"words": " Walk\x00 far\r\nand back \u202e"})
    assert parsed["words"] == "Walk far\nand back"
    family = "👩\u200d👧 می\u200cروم"
    assert KINDS["goal"].parse({"words": family})["words"] == family, "joiners belong to the words"


def test_all_seven_days_are_every_day():
    assert KINDS["activity"].parse({"what": "Walk", "days": list("6543210")})["days"] == []


def test_titles_and_days_speak_the_readers_language():
    content = KINDS["activity"].parse({"what": "Walk", "days": [0, 2]})
    assert ("Which days", "Monday and Wednesday") in KINDS["activity"].lines(content)
    with using_locale("es"):
        assert "lunes y miércoles" in [value for _, value in KINDS["activity"].lines(content)]


def changed(kind, owner="patient", starts=0, ends=30, **over):
    return digest(kind, owner, days(starts), days(ends), KINDS[kind].parse({**CONTENTS[kind], **over}))


SUBSTANCE = [
    # kind, what changes, whether the person is asked again
    ("what_matters", {"words": "My garden"}, True),
    ("what_matters", {"team_line": "We know the church."}, False),
    ("what_matters", {"ends": 60}, False),
    ("what_matters", {"sort": "worry"}, False),
    ("circumstance", {"words": "I look after nobody."}, True),
    ("circumstance", {"team_line": "We ring on Tuesdays."}, False),
    ("problem", {"status": "better"}, True),
    ("problem", {"since": "2018"}, False),
    ("problem", {"understood": "It is worn."}, False),
    ("expectation", {"course": "improve"}, True),
    ("expectation", {"reviewed_on": "2026-03-01"}, False),
    ("goal", {"words": "Walk far"}, True),
    ("goal", {"target": "2"}, True),
    ("goal", {"why": "For my wife"}, False),
    ("goal", {"importance": 3}, False),
    ("goal", {"ends": 60}, True),
    ("goal", {"starts": 5}, False),
    ("activity", {"what": "Swim"}, True),
    ("activity", {"days": [0]}, True),
    ("activity", {"with_whom": "Leo"}, True),
    ("activity", {"confidence": 5}, False),
    ("activity", {"goal_key": "abc"}, False),
    ("activity", {"minutes": 5}, True),
    ("activity", {"cost": 0}, True),
    ("activity", {"travel_minutes": 5}, False),
    ("activity", {"helps": "Leo"}, False),
    ("goal", {"parent_key": "abc"}, False),
    ("goal", {"adjusted": "You get dizzy."}, False),
    ("activity", {"owner": "somebodyelse"}, True),
    ("activity", {"ends": 60}, True),
    ("coping_strategy", {"then_words": "I stay in."}, True),
    ("treatment", {"how": "2 tablets"}, True),
    ("treatment", {"harm_with": 4}, True),
    ("treatment", {"cost_help": "A fund"}, False),
    ("treatment", {"times_a_week": 7, "minutes": 5}, True),
    ("community_resource", {"times_a_week": 1, "travel_minutes": 5}, True),
    ("treatment", {"checked_by": "Pia", "checked_on": "2026-02-01"}, False),
    ("treatment", {"decided": "I take it."}, False),
    ("trial", {"stop_if": "One bad night"}, True),
    ("trial", {"ends": 60}, True),
    ("follow_up", {"how": "visit"}, True),
]


@pytest.mark.parametrize(("kind", "over", "asks_again"), SUBSTANCE)
def test_which_changes_are_of_substance(kind, over, asks_again):
    assert (changed(kind) != changed(kind, **over)) is asks_again


def test_what_is_taken_is_about_a_practice_only():
    said = {"is_taken": "yes", "checked_on": "2026-03-01", "busy": ["0-morning"]}
    parsed = KINDS["circumstance"].parse({**CONTENTS["circumstance"], **said})
    assert (parsed["is_taken"], parsed["checked_on"], parsed["busy"]) == (False, "", [])
    parsed = KINDS["circumstance"].parse({"sort": "practice", "words": "Sage tea", **said})
    assert (parsed["is_taken"], parsed["checked_on"]) == (True, "2026-03-01")
    assert KINDS["circumstance"].parse({"sort": "week", "busy": ["1-evening", "0-morning"]})["busy"] == [
        "0-morning",
        "1-evening",
    ]


def test_the_title_of_an_expectation_gives_nothing_away():
    for course in KINDS["expectation"].choices["courses"]:
        parsed = KINDS["expectation"].parse({**CONTENTS["expectation"], "course": course})
        assert KINDS["expectation"].title(parsed) == "What we expect: your knee"


def test_fields_that_came_later_leave_answers_as_they_are():
    """A line answered before a kind grew is the same line when nothing new is said in it."""
    before = {name: value for name, value in KINDS["activity"].parse(CONTENTS["activity"]).items()
              if name not in KINDS["activity"].once_said}  # fmt: skip
    now = KINDS["activity"].parse(before)
    assert digest("activity", "patient", days(0), days(30), before) == digest(
        "activity", "patient", days(0), days(30), now
    )


def two_words(fields):
    return {"what": fields.text("what", missing="Say what."), "when": fields.text("when")}


READ = [
    # how, raw value, what is kept
    (lambda f: f.lines("x"), " one \r\n\n two\n", ["one", "two"]),
    (lambda f: f.lines("x"), ["one", " ", "two"], ["one", "two"]),
    (lambda f: f.several("x", ["a", "b", "c"]), ["c", "a"], ["a", "c"]),
    (lambda f: f.several("x", ["a", "b", "c"]), "b", ["b"]),
    (lambda f: f.yes("x"), "yes", True),
    (lambda f: f.yes("x"), "no", False),
    (lambda f: f.amount("x", 0, 10, "?"), "2,5", 2.5),
    (lambda f: f.amount("x", 0, 10, "?"), "3", 3),
    (lambda f: f.amount("x", 0, 10, "?"), "", None),
    (lambda f: f.day("x"), "2026-03-10", "2026-03-10"),
    (lambda f: f.since("x"), " 2019 ", "2019"),
    (lambda f: f.since("x"), "2019-05", "2019-05"),
    (lambda f: f.keys("x"), "abc1", ["abc1"]),
    (lambda f: f.keys("x"), ["", "abc1", "abc2", "abc1"], ["abc1", "abc2"]),
    (
        lambda f: f.rows("x", two_words, 3),
        [{"what": "", "when": " "}, {"what": "Walk"}],
        [{"what": "Walk", "when": ""}],
    ),
]


@pytest.mark.parametrize(("read", "raw", "kept"), READ)
def test_a_field_keeps_what_fits(read, raw, kept):
    fields = Fields({"x": raw})
    assert read(fields) == kept
    assert not fields.problems
    assert read(Fields({"x": kept})) == kept, "what is stored reads as itself"


WRONG = [
    # how, raw value, the field that is named
    (lambda f: f.lines("x", most=2), "a\nb\nc", "x"),
    (lambda f: f.lines("x"), "y" * 201, "x"),
    (lambda f: f.lines("x"), [1], "x"),
    (lambda f: f.several("x", ["a"]), ["z"], "x"),
    (lambda f: f.several("x", ["a"]), [{}], "x"),
    (lambda f: f.amount("x", 0, 10, "?"), "11", "x"),
    (lambda f: f.amount("x", 0, 10, "?"), "nan", "x"),
    (lambda f: f.amount("x", 0, 10, "?"), True, "x"),
    (lambda f: f.day("x"), "10 March", "x"),
    (lambda f: f.since("x"), "2019-02-30", "x"),
    (lambda f: f.since("x"), "1019", "x"),
    (lambda f: f.keys("x"), ["ok", "../no"], "x"),
    (lambda f: f.keys("x"), [1], "x"),
    (lambda f: f.day("x"), 20260310, "x"),
    (lambda f: f.rows("x", two_words, 3), "text", "x"),
    (lambda f: f.rows("x", two_words, 3), [{"when": "now"}], "x.0.what"),
    (lambda f: f.rows("x", two_words, 1), [{"what": "a"}, {"what": "b"}], "x"),
]


@pytest.mark.parametrize(("read", "raw", "named"), WRONG)
def test_a_field_names_what_does_not_fit(read, raw, named):
    fields = Fields({"x": raw})
    read(fields)
    assert list(fields.problems) == [named]
