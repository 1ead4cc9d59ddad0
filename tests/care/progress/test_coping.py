"""The own line comes up for the barrier it was written for, and nobody else's."""

import pytest
import sqlalchemy as sa

from app import clock
from app.care.plan.kinds.coping_strategy import barrier_in_words
from app.care.progress import coping
from app.errors import Invalid, NotFound
from app.i18n import using_locale
from app.models import PlanVersion
from tests.care.progress import plans


@pytest.fixture
def story(database, world):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        walk = plans.item(session, version, what="Walk")
        swim = plans.item(session, version, what="Swim")
        rain = plans.coping(session, version, walk)
        own = plans.coping(session, version, walk, "own", if_words="My sister rings", then_words="I walk after")
        return walk, swim, rain, own


@pytest.mark.parametrize(
    ("barrier", "which"),
    [("weather", 2), ("it rains", 2), ("IT RAINS ", 2), ("my sister rings", 3), ("own", None), ("pain", None),
     ("", None), ("line:nonsense", None)],
)  # fmt: skip
def test_matching(database, world, story, barrier, which):
    walk, swim, *_ = story
    with database.read() as session:
        grant = world.grant(session, world.rosa)
        found = coping.match(session, grant, walk.key, barrier)
        assert (found.key if found else None) == (story[which].key if which else None)
        assert coping.match(session, grant, swim.key, barrier) is None
        assert coping.match(session, grant, walk.key, f"line:{story[3].key}").key == story[3].key


def test_own_words_come_first_and_common_ones_are_not_doubled(database, world, story):
    with database.read() as session:
        grant = world.grant(session, world.rosa)
        shown = coping.barriers(coping.strategies(session, grant, story[0].key))
    assert [b.words for b in shown[:2]] == ["it rains", "My sister rings"]
    assert all(b.own for b in shown[:2])
    assert "weather" not in [b.value for b in shown]
    assert "pain" in [b.value for b in shown]


def test_the_whole_way(database, world, story):
    walk, _swim, rain, _own = story
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        today = clock.today("America/Edmonton")
        entry, line = coping.not_this_time(
            session, grant, walk.key, f"line:{rain.key}", happened_on=today, client_key="k"
        )
        assert (entry.barrier, line.key) == ("it rains", rain.key)
        assert coping.line_for(session, grant, entry).key == rain.key
        assert coping.use(session, grant, entry.id, rain.key).coping_key == rain.key
        assert coping.record_of(session, grant, rain.key).used == 0
        assert coping.helped(session, grant, entry.id, "a_little").helped == "a_little"
        assert coping.record_of(session, grant, rain.key) == coping.Record(1, 1, 1)
        with pytest.raises(Invalid):
            coping.helped(session, grant, entry.id, "maybe")
        with pytest.raises(Invalid):
            coping.use(session, grant, entry.id, walk.key)
        with pytest.raises(NotFound):
            coping.helped(session, world.grant(session, world.ruben, world.ruben_patient), entry.id, "yes")


def test_a_barrier_picked_in_one_language_is_found_in_another(database, world, story):
    walk, _swim, rain, _own = story
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        line = session.merge(rain)
        line.content = {**line.content, "if_words": ""}
        with using_locale("es"):
            said = barrier_in_words(line.content)
    assert said != barrier_in_words(line.content), "the barrier has no Spanish words yet"
    with database.read() as session:
        grant = world.grant(session, world.rosa)
        assert coping.match(session, grant, walk.key, said).key == rain.key


def tried(session, world, line, walk, *answers):
    today = clock.today("America/Edmonton")
    for answer in answers:
        plans.entry(
            session, walk, world.rosa, today, "not_this_time", barrier="x", coping_key=line.key, helped=answer
        )


def test_lines_that_help_rise(database, world, story):
    walk, _swim, rain, own = story
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        pain = plans.coping(session, _version(session), walk, "pain")
        order = [line.key for line in coping.strategies(session, grant, walk.key)]
        assert order == [rain.key, own.key, pain.key], "nobody said anything yet: as the plan has them"
        tried(session, world, rain, walk, "no", "no")
        tried(session, world, pain, walk, "yes", "a_little")
        order = [line.key for line in coping.strategies(session, grant, walk.key)]
        assert order == [pain.key, own.key, rain.key]
        assert [b.value for b in coping.barriers(coping.strategies(session, grant, walk.key)) if b.own] == [
            f"line:{key}" for key in order
        ]


@pytest.mark.parametrize(
    ("answers", "offered"),
    [
        ((), False), (("no",), False), (("no", "no"), True), (("no", "yes"), False), (("no", "no", "a_little"), True),
        (("yes", "no", "no", "no"), True), (("yes", "yes", "no"), False), ((None, None, None), False),
    ],
)  # fmt: skip
def test_what_seldom_helped_is_offered_for_change(database, world, story, answers, offered):
    walk, _swim, rain, _own = story
    with database.write() as session:
        tried(session, world, rain, walk, *answers)
        found = coping.did_not_help(session, world.grant(session, world.rosa))
    assert [line.key for line, _record in found] == ([rain.key] if offered else [])


def test_of_two_lines_for_one_barrier_the_one_that_helps_comes(database, world, story):
    walk, _swim, rain, _own = story
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        other = plans.coping(session, _version(session), walk, "weather", if_words="it pours")
        tried(session, world, rain, walk, "no", "no")
        tried(session, world, other, walk, "yes")
        assert coping.match(session, grant, walk.key, "weather").key == other.key


def _version(session):
    return session.scalars(sa.select(PlanVersion)).one()
