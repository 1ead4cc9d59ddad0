"""Changing what was sent, and a newer version of the form: the earlier filling-in stays, nothing is lost."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.access.grants import system
from app.care.questionnaires import answering, following, overview, sheet, store, submitting
from app.care.questionnaires.comparing import changes
from app.care.questionnaires.newer import fitting
from app.errors import Gone, NotFound
from app.models import Answer, Concern
from tests import factories
from tests.care.questionnaires.forms import ask, extension, form, group, options

OWN = "https://handrail.example/extensions/"
PRIVATE = [{"url": OWN + "private", "valueBoolean": True}]
FORM = [ask("a"), ask("b", "integer"), group("g", ask("c"), repeats=True), ask("secret", extension=PRIVATE)]


def choice(*codes):
    return ask("a", "choice", answerOption=options(*codes))


@pytest.fixture
def own(database, forms):
    """`own(*items, version="1")` stores a form and gives its id."""

    def put(*items, version="1", **more):
        with database.write() as session:
            document = {**form(*items, **more), "version": version}
            found = store.import_file(session, system(""), json.dumps(document).encode())
            assert found.questionnaire, [str(reason) for reason in found.verdict.reasons]
            forms[f"own-{version}"] = found.questionnaire.id
            return found.questionnaire.id

    return put


@pytest.fixture
def rosas(database, world):
    """`rosas(function, *arguments)` calls it as Rosa in a transaction of its own; `who=` for somebody else."""

    def call(function, *arguments, who=None, **more):
        with database.write() as session:
            return function(session, world.grant(session, who or world.rosa), *arguments, **more)

    return call


@pytest.fixture
def begun(own, asked, rosas):
    own(*FORM)
    return rosas(answering.start, asked("own-1")).id


@pytest.fixture
def sent(begun, rosas):
    for token, given in (("a", "tea"), ("b", "3"), ("c@1", "cat"), ("secret", "hush")):
        rosas(answering.save, begun, token, given=[given])
    rosas(submitting.submit, begun)
    return begun


def seen(database, world, response_id, who=None):
    with database.read() as session:
        return sheet.load(session, world.grant(session, who or world.rosa), response_id)


def test_a_change_begins_as_a_copy_and_what_was_sent_counts_meanwhile(database, world, sent, rosas):
    change = rosas(following.amend, sent).id
    assert change != sent
    now, before = seen(database, world, change), seen(database, world, sent)
    assert now.answers == before.answers
    assert (now.response.number, now.response.follows_id, now.response.is_latest) == (2, sent, True)
    assert before.response.submitted_at
    assert not before.response.is_latest
    assert {row.answered_at for row in now.rows.values()} == {row.answered_at for row in before.rows.values()}
    assert rosas(following.amend, sent).id == change, "pressing twice makes one change"
    assert not changes(before, now)


def test_sending_the_change_keeps_both_and_says_what_changed(database, world, sent, rosas):
    change = rosas(following.amend, sent).id
    rosas(answering.save, change, "a", given=["coffee"])
    rosas(answering.save, change, "b", how="skipped")
    rosas(submitting.submit, change)
    before, now = seen(database, world, sent), seen(database, world, change)
    found = [(one.place, one.was, one.now) for one in changes(before, now)]
    assert found == [
        ("a", ({"valueString": "tea"},), ({"valueString": "coffee"},)),
        ("b", ({"valueInteger": 3},), ()),
    ]
    with database.read() as session:
        listed = overview.sent(session, world.grant(session, world.rosa))
    assert {one.response.id: one.replaced for one in listed} == {sent: True, change: False}


def test_only_what_changed_is_news_to_the_worklist(database, world, sent, rosas):
    change = rosas(following.amend, sent).id
    rosas(answering.save, change, "a", given=["coffee"])
    rosas(submitting.submit, change)
    with database.read() as session:
        lines = session.scalars(sa.select(Concern).where(Concern.rule == "unread_answers")).all()
    assert {line.subject: line.closed_at is None for line in lines} == {sent: False, change: True}
    assert next(line for line in lines if line.subject == change).why["changed"] is True


def test_a_change_can_be_dropped_and_begun_again(database, world, sent, rosas):
    change = rosas(following.amend, sent).id
    rosas(answering.save, change, "a", given=["coffee"])
    assert rosas(following.keep_what_was_sent, change).id == sent
    assert rosas(following.keep_what_was_sent, change).id == sent
    assert seen(database, world, sent).response.is_latest
    with database.read() as session:
        kept = session.scalars(sa.select(Answer).where(Answer.response_id == change)).all()
    assert kept, "nothing that was typed is thrown away"
    again = rosas(following.amend, sent).id
    assert again != change
    assert seen(database, world, again).answers["a"] == [{"valueString": "tea"}]


@pytest.mark.parametrize(
    ("visit", "days", "possible"), [(None, 7, True), (None, 8, False), (12, 12, True), (12, 13, False)]
)
def test_until_the_last_day_or_the_visit(frozen_clock, own, asked, rosas, world, database, visit, days, possible):
    own(ask("a"))
    today = clock.today(world.rosa_patient.time_zone)
    more = {"visit_on": today + timedelta(days=visit)} if visit else {}
    begun = rosas(answering.start, asked("own-1", **more)).id
    rosas(answering.save, begun, "a", given=["tea"])
    rosas(submitting.submit, begun)
    frozen_clock.move(days=days)
    if possible:
        assert rosas(following.amend, begun)
    else:
        with pytest.raises(Gone):
            rosas(following.amend, begun)


def test_a_helper_changes_what_they_may_see_and_the_rest_survives(database, world, sent, rosas):
    with database.write() as session:
        factories.proxy(session, world.stranger, world.rosa_patient, by=world.rosa, scopes=("see", "fill_in"))
    change = rosas(following.amend, sent, who=world.stranger).id
    helpers = seen(database, world, change, world.stranger)
    assert "secret" not in [node.place for node in helpers.asked]
    rosas(answering.save, change, "a", who=world.stranger, given=["coffee"])
    rosas(submitting.submit, change, who=world.stranger)
    after = seen(database, world, change)
    assert after.effective["secret"] == [{"valueString": "hush"}]
    assert after.helper(after.rows["a"]) == world.stranger.name
    assert after.helper(after.rows["secret"]) == ""


def test_a_look_alike_cannot_change_them(database, world, sent):
    with database.write() as session, pytest.raises(NotFound):
        following.amend(session, world.grant(session, world.ruben, world.ruben_patient), sent)


def test_a_newer_version_keeps_what_still_fits(database, world, begun, own, rosas):
    for token, given in (("a", "tea"), ("b", "30"), ("c@1", "cat")):
        rosas(answering.save, begun, token, given=[given])
    bounds = [extension("maxValue", valueInteger=10)]
    newer = own(
        ask("a"), ask("b", "integer", extension=bounds), group("g", ask("c"), repeats=True), ask("d"), version="2"
    )
    with database.read() as session:
        definition = store.of(session.get(store.Questionnaire, newer))
    kept, lost = fitting(seen(database, world, begun), definition)
    assert (kept, lost) == ({"a", "c\x1f1"}, ["b"])
    fresh = rosas(following.go_on_in, begun, newer)
    now = seen(database, world, fresh.id)
    assert now.answers == {"a": [{"valueString": "tea"}], "c\x1f1": [{"valueString": "cat"}]}
    assert now.here.item.link_id == "b"
    assert rosas(following.go_on_in, begun, newer).id == fresh.id
    assert seen(database, world, begun).answers["b"] == [{"valueInteger": 30}], "the old one stays readable"


SMOKES = {"system": "https://forms.example/facts", "code": "smokes"}


@pytest.mark.parametrize(
    ("old", "new", "given", "fits"),
    [
        (ask("a"), ask("a", "text"), "x", False),
        (choice("x", "y"), choice("y"), "0", False),
        (choice("x", "y"), choice("y", "x"), "0", True),
        (ask("a"), ask("a", maxLength=2), "long", False),
        (ask("a"), ask("a", readOnly=True), "x", False),
        (ask("a"), ask("z"), "x", False),
        (ask("a", text="Do you smoke?"), ask("a", text="Do you drink?"), "x", False),
        (ask("a", text="Do you smoke?"), ask("a", text="Do you smoke"), "x", True),
        (ask("a", text="Smoking?", code=[SMOKES]), ask("a", text="Do you smoke?", code=[SMOKES]), "x", True),
        (ask("a", code=[SMOKES]), ask("a", code=[{"code": "drinks"}]), "x", False),
    ],
)  # fmt: skip
def test_what_fits(database, world, own, asked, rosas, old, new, given, fits):
    own(old, ask("other"))
    begun = rosas(answering.start, asked("own-1")).id
    rosas(answering.save, begun, "a", given=[given])
    newer = own(new, ask("other"), version="2")
    with database.read() as session:
        kept, lost = fitting(seen(database, world, begun), store.of(session.get(store.Questionnaire, newer)))
    assert (kept == {"a"}, lost == ["a"]) == (fits, not fits)


def test_there_is_a_newer_one_only_when_it_is_in_use(database, frozen_clock, own):
    first = own(ask("a"))

    def newest():
        with database.read() as session:
            found = following.newest_form(session, session.get(store.Questionnaire, first))
            return found.version if found else None

    assert newest() is None
    frozen_clock.move(days=30)
    own(ask("a"), ask("b"), version="2", status="retired")
    assert newest() is None
    own(ask("a"), ask("c"), version="3")
    assert newest() == "3"


def test_the_database_itself_holds_one_latest_for_each_asking(each_database):
    with each_database.read() as session:
        indexes = sa.inspect(session.get_bind()).get_indexes("response")
    assert any(index["name"] == "uq_response_latest" and index["unique"] for index in indexes)
