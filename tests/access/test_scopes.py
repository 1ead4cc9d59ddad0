"""Scopes of helpers: what is stored, what it opens, and that every kind and part of the plan stands somewhere."""

import pytest

from app.access import scopes
from app.access.grants import Capacity, Grant
from app.access.permissions import Permission as P
from app.access.private import PRIVATE_KINDS, PRIVATE_PARTS
from app.care.people import agreed_words
from app.care.plan.kinds import KINDS
from app.care.plan.sections import SECTIONS as PARTS
from app.errors import Forbidden


def test_every_kind_of_line_and_every_part_of_the_plan_stands_in_one_section():
    assert set(scopes.SECTION_OF) == set(KINDS) - set(PRIVATE_KINDS), "Name the new kind in access/scopes.py."
    named = [part for parts in scopes.PARTS.values() for part in parts]
    assert sorted(named) == sorted(set(PARTS) - set(PRIVATE_PARTS) - {"review"}), (
        "Name the new part in access/scopes.py."
    )
    for section, kinds in scopes.KINDS.items():
        parts = {"my_actions" if KINDS[kind].section == "actions" else KINDS[kind].section for kind in kinds}
        assert parts <= set(scopes.PARTS[section])


def test_words_for_each_section_verb_and_bundle():
    assert set(agreed_words.SECTIONS) == set(scopes.SECTIONS) == set(agreed_words.ICONS)
    assert set(agreed_words.VERBS) == set(scopes.Verb)
    assert set(agreed_words.BUNDLES) == set(scopes.BUNDLES)


@pytest.mark.parametrize("bundle", scopes.BUNDLES)
def test_a_bundle_is_found_again_also_with_something_left_out(bundle):
    whole = scopes.BUNDLES[bundle]
    assert scopes.tidy(whole) == whole
    for section in whole:
        rest = scopes.without(whole, [section])
        assert agreed_words.shown(rest).scope == rest
    assert agreed_words.shown(whole).bundle == bundle


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ({}, {}),
        ({"wishes": ["see"], "nonsense": ["log"]}, {}),
        ({"diary": ["log"]}, {"diary": ["see", "log"]}),
        ({"diary": ["fill_in", "everything"]}, {}),
        ({"goals": ["decide", "see", "see"]}, {"goals": ["see", "decide"]}),
    ],
)
def test_what_is_stored(given, stored):
    assert scopes.tidy(given) == stored


def test_what_was_agreed_before_there_were_sections_opens_the_same():
    assert scopes.permissions(["see"]) == {P.SEE_PLAN, P.SEE_PROGRESS, P.OWN_REMINDERS, P.SEE_AGREED}
    assert scopes.permissions(["see", "log"]) >= {P.LOG, P.PAUSE}
    assert scopes.permissions(["see", "fill_in"]) >= {P.FILL_IN, P.SEE_ANSWERS, P.SEE_FACTS, P.CORRECT_FACTS}
    assert scopes.hidden_kinds(["see"]) == frozenset()


def test_a_verb_holds_only_where_it_was_agreed():
    scope = scopes.tidy({"goals": ["see", "ask"], "medicines": ["see"], "diary": ["see", "log"]})
    grant = Grant(None, "p", Capacity.PROXY, scopes.permissions(scope), scope=scope)
    assert grant.may(P.ASK)
    assert grant.may(P.ASK, "goal")
    assert not grant.may(P.ASK, "treatment")
    assert grant.may_in(P.LOG, "diary")
    assert not grant.may(P.LOG, "activity")
    with pytest.raises(Forbidden):
        grant.must(P.NOTE, "treatment")
    assert grant.hidden_kinds == {
        k for k, s in scopes.SECTION_OF.items() if s in ("health", "actions", "worse", "around")
    }
    assert not grant.may(P.PAUSE)


def test_nobody_else_has_sections():
    grant = Grant(None, "p", Capacity.SELF, frozenset({P.ASK}))
    assert grant.may(P.ASK, "treatment")
    assert not grant.hidden_kinds
    assert not grant.hides("answers")
