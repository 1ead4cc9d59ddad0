"""Everything that leaves a row in the log has words for the person it is about."""

import ast
from pathlib import Path

import pytest

import app
from app.care.people.log_words import kind_of, words_of

CONFIDED = {"read ", "list ", "close "}
"""With one name behind them, which has words below."""
APP = Path(app.__file__).parent


def acts():
    """Beginnings of all acts that the code records about a person, by where they stand."""
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if ast.unparse(node.func) in ("audit.record", "audit.record_all") and len(node.args) > 2:
                for text in beginnings(node.args[2]):
                    yield text, f"{path.relative_to(APP)}:{node.lineno}"


def beginnings(node):
    if isinstance(node, ast.Constant):
        yield node.value
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield node.values[0].value
    elif isinstance(node, ast.IfExp):
        yield from beginnings(node.body)
        yield from beginnings(node.orelse)


def test_every_act_has_words():
    found = dict(acts())
    assert len(found) > 120
    without = {act: where for act, where in found.items() if act not in CONFIDED and not kind_of(act)[1]}
    assert not without, "Give them words in care/people/log_words.py"


def test_every_page_about_a_person_has_words(app):
    pages = {
        rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods and "patient_id" in rule.arguments
    }
    assert len(pages) > 100
    assert not {page for page in pages if kind_of(f"read {page}")[1] == ""}


@pytest.mark.parametrize(
    ("act", "says"),
    [
        ("read patient.plan_item", "looked at the plan"), ("read patient.prepare", "looked at answers to questions"),
        ("read record.facts", "looked at the page with everything in short"), ("read answers", "read the answers"),
        ("read record.fact_said", "looked at what is known: problems, medicines, tests"), ("read", "read a question"),
        ("log did", "wrote down how it went"), ("ask", "asked a question"),
        ("ask for an early review", "worked on a review"), ("take back", "answered a line of the plan"),
        ("read provider.worklist", "looked at a list of several people"),
        ("read confide", "read what was said in confidence"),
        ("list confide", "wrote or read something in confidence"),
        ("close confide", "wrote or read something in confidence"), ("unheard of", "did something else here"),
    ],
)  # fmt: skip
def test_the_longest_beginning_counts(act, says):
    assert words_of(kind_of(act)) == says
