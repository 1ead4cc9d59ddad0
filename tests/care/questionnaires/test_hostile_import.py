"""Hostile files are refused by a stated limit, and nothing of them is stored."""

import json

import pytest
import sqlalchemy as sa

from app.access.grants import system
from app.care.questionnaires import store
from app.care.questionnaires.definition import read
from app.models import AuditEvent, Questionnaire
from tests.care.questionnaires.forms import ask, defined, extension, form, group, options, reasons, when
from tests.care.questionnaires.test_definition import rule


def deep(levels):
    inner = ask("leaf")
    for number in range(levels):
        inner = group(f"g{number}", inner)
    return inner


def several(least, *items, link="g"):
    more = [extension("questionnaire-minOccurs", valueInteger=least)]
    return group(link, *items, repeats=True, extension=more)


def circle(*links):
    return [
        ask(one, enableWhen=[when(other, "exists", answerBoolean=True)])
        for one, other in zip(links, links[1:] + links[:1], strict=True)
    ]


def includes(number):
    """A value set that includes another, which includes the first."""
    other = {"resourceType": "ValueSet", "id": "b", "url": "urn:b", "compose": {"include": [{"valueSet": ["urn:a"]}]}}
    one = {
        "resourceType": "ValueSet",
        "id": "a",
        "url": "urn:a",
        "compose": {"include": [{"valueSet": ["urn:b"]}] * number},
    }
    return [one, other]


def worked_out(source, link="a"):
    return ask(link, "integer", readOnly=True, extension=[rule("calculatedExpression", source)])


FROM_SET = ask("a", "choice", answerValueSet="#v")
CODES = {"resourceType": "CodeSystem", "url": "urn:c", "concept": [{"code": f"c{n}"} for n in range(400)]}
ONE_TOO_MANY = [ask(str(n), extension=[rule("enableWhenExpression", "true")]) for n in range(201)]
TOO_MANY = {"resourceType": "ValueSet", "id": "v", "compose": {"include": [{"system": "urn:c"}] * 9_000}}
REFUSED = {
    "10 MB": (b" " * 10_000_000, "larger than 1 MB"),
    "10 MB of a form": (form(ask("a", text="x" * 10_000_000)), "larger than 1 MB"),
    "cut off": (json.dumps(form(ask("a"))).encode()[:-7], "not valid JSON"),
    "another encoding": (json.dumps(form(ask("a"))).encode("utf-16"), "UTF-8"),
    "10,000 items": (form(*(ask(str(n), text="x") for n in range(10_000))), "more than 2,000 items"),
    "50 levels": (form(deep(50)), "nested too deeply"),
    "100,000 brackets": (b"[" * 100_000, "nested too deeply"),
    "a circle of conditions": (form(*circle("a", "b", "c")), "circle"),
    "a condition on itself": (form(*circle("a")), "circle"),
    "a set that leads nowhere": (form(ask("a", "choice", answerValueSet="#none")), "not in this file"),
    "a set of millions": (form(FROM_SET, contained=[TOO_MANY, CODES]), "more than 500"),
    "501 answers": (form(ask("a", "choice", answerOption=options(*map(str, range(501))))), "more than 500"),
    "201 expressions": (form(*ONE_TOO_MANY), "200 expressions"),
    "a long expression": (form(worked_out("1+" * 2_000 + "1")), "larger than we take"),
    "a deep expression": (form(worked_out("(" * 500 + "1" + ")" * 500)), "larger than we take"),
    "parts of parts": (form(several(50, several(50, several(50, ask("a"), link="i"), link="h"))), "more than 4,000"),
    "a modifier deep inside": (form(group("g", ask("a", modifierExtension=[{"url": "x"}]))), "changes its meaning"),
    "a number without end": (b'{"resourceType": "Questionnaire", "item": [{"linkId": "a", "x": NaN}]}', ""),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_a_stated_limit_and_nothing_is_stored(name, database):
    source, words = REFUSED[name]
    data = source if isinstance(source, bytes) else json.dumps(source).encode()
    with database.write() as session:
        done = store.import_file(session, system(""), data)
    assert done.outcome == "refused"
    assert words in "\n".join(str(reason) for reason in done.verdict.reasons)
    with database.read() as session:
        assert not session.scalar(sa.select(sa.func.count()).select_from(Questionnaire))
        assert not session.scalar(
            sa.select(sa.func.count()).select_from(AuditEvent).where(AuditEvent.act == "import")
        )


def test_value_sets_that_go_round_in_a_circle_are_not_followed():
    verdict = read(form(ask("z"), ask("a", "choice", answerValueSet="#a"), contained=includes(500)))
    assert verdict.definition.by_link["a"].unanswerable == "list"


def test_a_list_that_many_questions_share_is_read_once(monkeypatch):
    from app.care.questionnaires.valuesets import Sets

    made = []
    option = Sets._option
    monkeypatch.setattr(Sets, "_option", lambda *facts: made.append(1) or option(*facts))
    shared = {"resourceType": "ValueSet", "id": "v", "compose": {"include": [{"system": "urn:c"}]}}
    questions = [ask(str(n), "choice", answerValueSet="#v") for n in range(200)]
    definition = defined(*questions, contained=[shared, CODES])
    assert len(made) == 400, "once for each answer, not once for each question"
    assert len({id(item.options) for item in definition.by_link.values()}) == 1, "and kept once"


@pytest.mark.parametrize("text", ["[" * 4_000, "![[" * 1_300, "*a " * 1_300, "[a](" * 1_000, "_a__" * 1_000])
def test_markdown_that_is_made_to_be_slow_is_short_or_left_out(text):
    def question(words):
        return ask("a", _text={"extension": [extension("rendering-markdown", valueMarkdown=words)]})

    assert read(form(question(text[:3_999]))).accepted
    verdict = read(form(question(text * 2)))
    assert "plain text is shown" in " ".join(map(str, verdict.warnings))
    assert not verdict.definition.by_link["a"].text.markup


SLOW = "('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' & '!').matches('(a+)+$')"
HOSTILE = [
    SLOW,
    "(1|2|3|4|5|6|7|8|9).select(" * 6 + "1" + ")" * 6,
    "__import__('os')",
    "%resource.repeat($this)",
    "1 +",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_a_hostile_expression_is_taken_as_never_calculated(source, database):
    document = form(ask("a"), worked_out(source, "b"))
    with database.write() as session:
        done = store.import_file(session, system(""), json.dumps(document).encode())
        assert done.outcome == "new"
        from app.care.questionnaires.state import state_of

        state = state_of(done.verdict.definition, {"a": [{"valueString": "x"}]})
    assert not state.counted["b"]


def test_a_stored_form_stays_readable_when_its_expression_once_took_too_long(monkeypatch):
    from app.care.questionnaires import expressions

    document = form(ask("a"), worked_out("1 + 1", "b"))
    assert not read(document).warnings
    monkeypatch.setattr(expressions, "check", lambda source: "time")
    verdict = read(document)
    assert verdict.accepted
    assert "not calculated" in str(verdict.warnings[0])


def test_the_importer_gives_up_on_a_form_full_of_slow_expressions(monkeypatch):
    from app.care.questionnaires import expressions

    asked = []
    monkeypatch.setattr(expressions, "check", lambda source: asked.append(source) or "time")
    assert read(form(ask("z"), *(worked_out(f"{n}", str(n)) for n in range(100)))).accepted
    assert len(asked) == 5


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:x'>y</a>",
        "<svg/onload=x>",
        "<style>*{display:none}</style>",
    ],
)
def test_hostile_markup_never_reaches_the_page(source):
    item = ask("a", _text={"extension": [extension("rendering-xhtml", valueString=f"<b>Good</b>{source}")]})
    markup = read(form(item)).definition.by_link["a"].text.markup
    assert "<b>Good</b>" in markup
    assert not any(mark in markup for mark in ("<script", "<img", "<a", "<svg", "<style", "onerror", "javascript"))


def test_a_form_as_large_as_it_may_be_is_taken():
    questions = [ask(str(n), text="x") for n in range(1_999)]
    assert read(form(*questions, group("g", ask("last")))).accepted is False, "2,001 items"
    assert read(form(*questions[:1_998], group("g", ask("last")))).accepted
    assert "4,000" in reasons(several(50, *[ask(str(n)) for n in range(80)]))
    assert defined(several(50, *[ask(str(n)) for n in range(79)]))
