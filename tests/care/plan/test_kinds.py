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
    ("coping_strategy", {"then_words": ""}, "then_words"),
    ("coping_strategy", {"barrier": "own", "if_words": ""}, "if_words"),
    ("coping_strategy", {"barrier": "dragons"}, "barrier"),
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
    ("information", {"source": ""}, "source"),
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
    assert ("Which days", "Monday, Wednesday") in KINDS["activity"].lines(content)
    with using_locale("es"):
        assert "lunes, miércoles" in [value for _, value in KINDS["activity"].lines(content)]


def changed(kind, owner="patient", starts=0, ends=30, **over):
    return digest(kind, owner, days(starts), days(ends), KINDS[kind].parse({**CONTENTS[kind], **over}))


SUBSTANCE = [
    # kind, what changes, whether the person is asked again
    ("what_matters", {"words": "My garden"}, True),
    ("what_matters", {"team_line": "We know the church."}, False),
    ("what_matters", {"ends": 60}, False),
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
    ("activity", {"owner": "somebodyelse"}, True),
    ("activity", {"ends": 60}, True),
    ("coping_strategy", {"then_words": "I stay in."}, True),
    ("follow_up", {"how": "visit"}, True),
]


@pytest.mark.parametrize(("kind", "over", "asks_again"), SUBSTANCE)
def test_which_changes_are_of_substance(kind, over, asks_again):
    assert (changed(kind) != changed(kind, **over)) is asks_again


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
