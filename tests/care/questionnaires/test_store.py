"""Forms are frozen: the same again is nothing, other content under the same version is refused."""

import json

import sqlalchemy as sa

from app.access.grants import system
from app.care.questionnaires import store
from app.models import Questionnaire
from tests.care.questionnaires.forms import ask, form


def put(database, document):
    with database.write() as session:
        source = document if isinstance(document, bytes) else json.dumps(document).encode()
        return store.import_file(session, system(""), source)


def count(database):
    with database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Questionnaire))


def test_a_new_form_is_kept_and_read_again(database):
    done = put(database, form(ask("a", "decimal", initial=[{"valueDecimal": 0.5}])))
    assert done.outcome == "new"
    with database.read() as session:
        stored = session.get(Questionnaire, done.questionnaire.id)
        assert store.of(stored).by_link["a"].initial == ({"valueDecimal": 0.5},)


def test_the_same_again_changes_nothing(database):
    document = form(ask("a"))
    put(database, document)
    assert put(database, json.dumps(document, indent=3).encode()).outcome == "same"
    assert count(database) == 1


def test_other_content_under_the_same_version_is_refused(database):
    put(database, form(ask("a")))
    done = put(database, form(ask("b")))
    assert done.outcome == "refused"
    assert "new version" in str(done.verdict.reasons[0])
    assert put(database, form(ask("b"), version="2")).outcome == "new"
    assert count(database) == 2


def test_a_broken_file_leaves_nothing_behind(database):
    assert put(database, b"{").outcome == "refused"
    assert put(database, form(ask("a", "question"))).verdict.reasons
    assert count(database) == 0


def test_a_form_without_address_or_version_can_come_twice(database):
    document = {"resourceType": "Questionnaire", "item": [ask("a")]}
    assert put(database, document).outcome == "new"
    assert put(database, document).outcome == "same"


def test_a_file_is_read_from_its_path_and_no_further_than_the_limit(database, tmp_path):
    big = tmp_path / "big.json"
    big.write_bytes(b" " * 10_000_000)
    with database.write() as session:
        done = store.import_file(session, system(""), big)
    assert "larger than 1 MB" in str(done.verdict.reasons[0])


def test_our_own_forms_are_kept_once(database, forms):
    with database.write() as session:
        assert {one.outcome for one in store.import_content(session, system(""))} == {"same"}
        assert {q.url.rsplit("/", 1)[1] for q, _ in store.all_forms(session)} == set(forms)


def test_retired_forms_cannot_be_given(database):
    put(database, form(ask("a"), status="retired"))
    with database.read() as session:
        assert not list(store.all_forms(session))


def test_content_has_one_name_however_its_fractions_are_written(database):
    document = {key: part for key, part in form(ask("a", "decimal")).items() if key != "url"}
    document["item"][0]["initial"] = [{"valueDecimal": 7.125}]
    raw = json.dumps(document).replace("7.125", "7.50").encode()
    done = put(database, raw)
    store._READ.clear()
    with database.read() as session:
        stored = session.get_one(Questionnaire, done.questionnaire.id)
        again = store.of(stored)
    assert (again.digest, again.url) == (stored.digest, stored.url)


def test_a_form_is_named_by_as_much_of_its_long_name_as_there_is_room_for(each_database):
    document = {key: part for key, part in form(ask("a"), name="N" * 500).items() if key != "title"}
    assert put(each_database, document).questionnaire.title == "N" * 300
