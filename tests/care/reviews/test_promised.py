""" "Did you get what we promised?": two sides, neither over the other."""

import pytest

from app.care import reviews
from app.errors import Forbidden, Invalid, NotFound
from tests import factories
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world)


def test_only_what_the_team_took_on(database, world, keys):
    with database.read() as session:
        found = reviews.promised(session, world.grant(session, world.rosa))
        assert [(p.item.key, p.owner.name, p.person, p.team) for p in found] == [
            (keys["call"], "Nora Field", None, None)
        ]
        assert not reviews.promised(session, world.grant(session, world.ruben, world.ruben_patient))


def test_both_sides_keep_their_own_answer(database, world, keys):
    with database.write() as session:
        rosa, nurse = world.grant(session, world.rosa), world.grant(session, world.nurse)
        reviews.delivered(session, rosa, keys["call"], "person", "late", "A week after.")
        reviews.delivered(session, nurse, keys["call"], "team", "kept")
        reviews.delivered(session, rosa, keys["call"], "person", "partly", "Only once.")
        promise = reviews.promised(session, rosa)[0]
    assert (promise.person.row.answer, promise.person.row.words) == ("partly", "Only once.")
    assert (promise.team.row.answer, promise.team.by.name) == ("kept", "Nora Field")


def test_a_helper_answers_in_both_names(database, world, keys):
    with database.write() as session:
        otto = world.grant(session, world.otto)
        reviews.delivered(session, otto, keys["call"], "person", "kept")
        said = reviews.promised(session, otto)[0].person
    assert (said.row.capacity, said.by.name) == ("proxy", "Otto Vega")


@pytest.mark.parametrize(
    ("side", "answer", "words", "field"),
    [
        ("person", "dropped", "x", "answer"),
        ("person", "", "", "answer"),
        ("team", "dropped", " ", "words"),
        ("team", "kept", "x" * 2001, "words"),
        ("team", "great", "", "answer"),
    ],
)
def test_what_does_not_fit_is_refused(database, world, keys, side, answer, words, field):
    with database.write() as session:
        grant = world.grant(session, world.rosa if side == "person" else world.nurse)
        with pytest.raises(Invalid) as refused:
            reviews.delivered(session, grant, keys["call"], side, answer, words)
    assert list(refused.value.fields) == [field]


def test_nobody_speaks_for_the_other_side(database, world, keys):
    with database.write() as session:
        with pytest.raises(Forbidden):
            reviews.delivered(session, world.grant(session, world.rosa), keys["call"], "team", "kept")
        with pytest.raises(Forbidden):
            reviews.delivered(session, world.grant(session, world.nurse), keys["call"], "person", "kept")


def test_a_helper_who_only_sees_does_not_answer(database, world, keys):
    with database.write() as session:
        helper = factories.account(session, "Hanna Hill")
        factories.proxy(session, helper, world.rosa_patient, by=world.rosa, scopes=("see",))
        with pytest.raises(Forbidden):
            reviews.delivered(session, world.grant(session, helper), keys["call"], "person", "kept")


def test_the_persons_own_lines_are_no_promise_of_ours(database, world, keys):
    with database.write() as session, pytest.raises(NotFound):
        reviews.delivered(session, world.grant(session, world.rosa), keys["walk"], "person", "kept")
