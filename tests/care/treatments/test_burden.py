"""A list of scores is taken whole or not at all; scores are summed over distinct ingredients, never guessed."""

import pytest

from app.care.treatments import burden
from app.errors import Forbidden, Invalid
from app.models import PlanItem

pytestmark = pytest.mark.usefixtures("frozen_clock")
LIST = "name,score\nBendrolide,1\nTrixamine,3\nNullone,0\nOptazine,2\n"  # made up


def install(session, text=LIST, name="A made-up list", version="1", source="Tests"):
    return burden.install(session, text, name=name, version=version, source=source)


def medicine(*ingredients, name="A tablet", sort="medicine", clinical=""):
    content = {"plain_name": name, "clinical_name": clinical, "sort": sort, "ingredients": list(ingredients)}
    return PlanItem(kind="treatment", content=content)


def scores(database, world, *items, who=None):
    with database.write() as session:
        return burden.of(session, world.grant(session, who or world.nurse), items)


@pytest.fixture
def installed(database):
    with database.write() as session:
        install(session)


@pytest.mark.parametrize(
    ("items", "total", "not_scored"),
    [
        ([medicine("Trixamine"), medicine("trixamine ")], 3, []),
        ([medicine("Trixamine", "Optazine")], 5, []),
        ([medicine("Unheard")], None, ["Unheard"]),
        ([medicine("Nullone"), medicine("Unheard")], 0, ["Unheard"]),
        ([medicine(clinical="TRIXAMINE")], 3, []),
        ([medicine(name="Optazine")], 2, []),
        ([medicine("Trixamine", sort="diet")], None, []),
        ([], None, []),
    ],
)
def test_the_sum_is_over_distinct_ingredients(database, world, installed, items, total, not_scored):
    found = scores(database, world, *items)
    assert (found.total, found.not_scored) == (total, not_scored)
    assert found.asks is (total is not None and total >= 3)


def test_without_a_list_there_is_nothing(database, world):
    assert scores(database, world, medicine("Trixamine")) is None


def test_neither_the_person_nor_a_clerk_may_ask(database, world, installed):
    for who in (world.rosa, world.otto, world.clerk):
        with pytest.raises(Forbidden):
            scores(database, world, medicine("Trixamine"), who=who)


WRONG = [
    ("", "file"),
    ("name\nTrixamine", "file"),
    ("name,score\n", "file"),
    ("name,score\nTrixamine,4", "file"),
    ("name,score\nTrixamine,-1", "file"),
    ("name,score\nTrixamine,high", "file"),
    ("name,score\n,1", "file"),
    ("name,score\nTrixamine,1,2", "file"),
    ("name,score\nTrixamine,1\nTRIXAMINE,2", "file"),
    ("name,score\n" + "x" * 201 + ",1", "file"),
]


@pytest.mark.parametrize(("text", "field"), WRONG)
def test_what_is_no_list_is_refused(database, text, field):
    with database.write() as session, pytest.raises(Invalid) as refused:
        install(session, text)
    assert set(refused.value.fields) == {field}


def test_a_list_has_a_name_a_version_and_a_source(database):
    with database.write() as session, pytest.raises(Invalid) as refused:
        install(session, name=" ", version="", source="")
    assert set(refused.value.fields) == {"name", "version", "source"}


def test_a_version_never_changes_and_the_newest_list_counts(database, world, installed, frozen_clock):
    with database.write() as session:
        assert install(session)[1] is False
        with pytest.raises(Invalid):
            install(session, LIST.replace("Trixamine,3", "Trixamine,2"))
        frozen_clock.move(days=1)
        assert install(session, LIST.replace("Trixamine,3", "Trixamine,2"), version="2")[1] is True
    found = scores(database, world, medicine("Trixamine"))
    assert (found.total, found.source.version) == (2, "2")
