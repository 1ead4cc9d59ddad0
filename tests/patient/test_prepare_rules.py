"""Rules that a form brings along: answers that must fit together, and parts that can be there several times."""

import pytest

from app.care.questionnaires import objections, state
from app.care.questionnaires.sheet import load
from app.models import Response
from tests.care.questionnaires.forms import ask, extension, form, group
from tests.patient.asking import ask_rosa, open_form
from tests.patient.test_prepare import in_language


def constraint(key, severity, words, expression, lang="Lo bajo va debajo."):
    human = {"url": "human", "valueString": words}
    spanish = [{"url": "lang", "valueCode": "es"}, {"url": "content", "valueString": lang}]
    human["_valueString"] = {"extension": [{"extension": spanish, **extension("translation")}]}
    parts = [
        {"url": "key", "valueId": key},
        {"url": "severity", "valueCode": severity},
        human,
        {"url": "expression", "valueString": expression},
    ]
    return {**extension("questionnaire-constraint"), "extension": parts}


def typed_in(page):
    return next(n for n in page.tree.all("input") if n.attrs.get("name") == "answer").attrs.get("value", "")


LOW = "%resource.item.where(linkId='low').answer.value"
BELOW = constraint("below", "error", "The low one is below the high one.", f"answer.value > {LOW}")
MANY = constraint("many", "warning", "That is many steps. Is it right?", "answer.value < 50000")
PRESSURE = form(
    ask("low", "integer"),
    ask("high", "integer", extension=[BELOW]),
    ask("steps", "integer", extension=[MANY]),
    extension=[constraint("all", "error", "Not all of it can be nought.", "item.answer.where(value > 0).exists()")],
)


@pytest.fixture
def rosa(client_as, world):
    return client_as(world.rosa)


@pytest.fixture
def begun(database, world, rosa):
    return open_form(rosa, world, ask_rosa(database, world, PRESSURE))


def test_the_form_objects_once_and_the_answer_is_kept(rosa, begun):
    page = rosa.submit(begun, button="Next", answer="90")
    page = rosa.submit(page, button="Next", answer="60")
    assert "/high" in page.path, "one looks at it again"
    assert "The low one is below the high one." in page.text
    assert typed_in(page) == "60"
    page = rosa.submit(page, button="Next")
    assert "/steps" in page.path, "nobody is held fast"


def test_an_error_stops_sending_and_leads_to_its_question(rosa, begun):
    page = begun
    for typed in ("90", "60"):
        page = rosa.submit(page, button="Next", answer=typed)
    page = rosa.submit(rosa.submit(page, button="Next"), button="Next", answer="10")
    refused = rosa.submit(page, button="Send my answers", status=422)
    assert "do not fit together yet" in refused.text
    page = rosa.get(refused.link("The low one is below the high one."))
    page = rosa.submit(page, answer="120", button="Save and go back to the list")
    assert "The low one is below" not in page.text
    assert "/sent" in rosa.submit(page, button="Send my answers").path


def test_a_warning_is_shown_and_stops_nothing(rosa, begun):
    page = begun
    for typed in ("60", "90", "99999"):
        page = rosa.submit(page, button="Next", answer=typed)
    assert "That is many steps." in page.text
    page = rosa.submit(page, button="Next")
    assert "That is many steps." in page.text, "also beside the answer in the list"
    assert "/sent" in rosa.submit(page, button="Send my answers").path


def test_a_rule_of_the_whole_form_is_said_before_sending(rosa, begun):
    page = begun
    for typed in ("-5", "0", "0"):
        page = rosa.submit(page, button="Next", answer=typed)
    assert "Not all of it can be nought." in page.text
    rosa.submit(page, button="Send my answers", status=422)


def test_a_rule_about_a_group_points_at_its_first_question(database, world, rosa):
    one = constraint("one", "error", "Both or none.", "item.count() = 2")
    made = form(group("g", ask("a"), ask("b"), extension=[one]))
    page = open_form(rosa, world, ask_rosa(database, world, made))
    rosa.submit(page, button="Next", answer="x")
    with database.read() as session:
        response = session.query(Response).one()
        found = objections.objections(load(session, world.grant(session, world.rosa), response.id))
    assert [(one.node.place, one.blocks, str(one.words)) for one in found] == [("a", True, "Both or none.")]


def test_the_words_come_in_the_persons_language(database, world, client_as):
    spanish = in_language(client_as, database, world, "es")
    ask_rosa(database, world, PRESSURE)
    page = spanish.submit(spanish.get(f"/patients/{world.rosa_patient.id}/prepare"), to="/start")
    page = spanish.submit(spanish.submit(page, answer="90"), answer="60")
    assert "Lo bajo va debajo." in page.text


THREE = [extension("questionnaire-maxOccurs", valueInteger=3)]
MEDICINES = form(group("drug", ask("name"), ask("dose"), repeats=True, extension=THREE), ask("end"))


@pytest.fixture
def drugs(database, world, rosa):
    """One medicine written, standing before "is there one more?"."""
    page = open_form(rosa, world, ask_rosa(database, world, MEDICINES))
    page = rosa.submit(page, button="Next", answer="Metformin")
    return rosa.submit(page, button="Next", answer="500 mg")


def sent_items(database, world):
    from app.care.questionnaires.document import items_of

    with database.read() as session:
        response = session.query(Response).one()
        sheet = load(session, world.grant(session, world.rosa), response.id)
        return [
            {part["linkId"]: part["answer"][0]["valueString"] for part in item["item"]}
            for item in items_of(sheet.state)[0]
            if item["linkId"] == "drug"
        ]


def test_one_more_is_added_taken_away_and_brought_back(database, world, rosa, drugs):
    assert "is there one more?" in drugs.text
    page = rosa.submit(drugs, button="Add one more")
    assert "/name@2" in page.path
    page = rosa.submit(rosa.submit(page, button="Next", answer="Aspirin"), button="Next", answer="100 mg")
    assert "Aspirin" in page.text
    assert sent_items(database, world) == [
        {"name": "Metformin", "dose": "500 mg"},
        {"name": "Aspirin", "dose": "100 mg"},
    ]
    page = rosa.submit(page, button="Take away", remove="drug 1")
    assert sent_items(database, world) == [{"name": "Aspirin", "dose": "100 mg"}]
    page = rosa.submit(page, button="Bring it back")
    assert [one["name"] for one in sent_items(database, world)] == ["Metformin", "Aspirin"]


def test_a_new_one_never_finds_the_answers_of_one_taken_away(database, world, rosa, drugs):
    page = rosa.submit(rosa.submit(drugs, button="Add one more"), button="Next", answer="Aspirin")
    page = rosa.submit(page, button="Next")
    page = rosa.submit(page, button="Take away", remove="drug 2")
    page = rosa.submit(page, button="Add one more")
    assert "/name@3" in page.path
    assert typed_in(page) == ""


def test_there_is_an_end_to_adding(rosa, drugs):
    page = drugs
    for _ in range(2):
        page = rosa.submit(page, button="Add one more")
        page = rosa.submit(rosa.submit(page, button="Next", answer="x"), button="Next", answer="y")
    assert "Add one more" not in page.text


def test_one_more_than_a_form_may_hold_is_refused_and_nothing_falls_off_its_end(
    database, world, rosa, drugs, monkeypatch
):
    monkeypatch.setattr("app.care.questionnaires.several.MOST_NODES", 6)
    page = rosa.submit(drugs, button="Add one more")
    assert "There is no room for one more here." in page.text
    with database.read() as session:
        response = session.query(Response).one()
        places = [node.place for node in load(session, world.grant(session, world.rosa), response.id).asked]
    assert places[-1] == "end"
    assert len(places) == 3
    assert state.MOST_NODES == 4_000
