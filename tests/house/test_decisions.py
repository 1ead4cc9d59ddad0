"""Rule 1: nothing reads a decision in order to grant or refuse a service.

So the places that read decisions at all are few, and each says here what it does with them. Nobody may be added
whose reading starts, stops, opens, books, orders or sends anything.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.house.source import files, imports, name, tree

# module: what it does with decisions
READERS: dict[str, str] = {
    "app/models/__init__.py": "names the model",
    "app/models/plan.py": "is the model",
    "app/care/attachments/keeping.py": "looks whether a page that came in is this person's; reads no mark on it",
    "app/care/plan/decisions.py": 'stores an answer; "let\'s talk" reaches a nurse as a wish to be rung',
    "app/care/plan/counting.py": "says which answer of a line is shown first: the person's own before a helper's",
    "app/care/plan/receipts.py": "turns an answer and what it stood on into words to read, print or keep",
    "app/care/plan/overall.py": "counts the answers of a plan into one sentence",
    "app/care/plan/alone.py": "asks the person alone about a helped answer; changes no answer and starts nothing",
    "app/care/plan/reading.py": "shows the newest answer beside each item, open ones first",
    "app/care/plan/paper.py": "stores what the person marked on paper, and holds it beside a newer answer",
    "app/care/plan/printing.py": "puts each line with its answer on paper",
    "app/care/plan/said.py": "turns an answer into a sentence for its reader",
    "app/provider/paper.py": "the screen on which the team types in what the person marked, and what came of it",
    "app/patient/decide.py": "the page on which the person answers or takes an answer back",
    "app/patient/paper.py": "prints the plan with the answers in it and the words of the four boxes",
    "app/patient/plan.py": "shows the person their plan with their own answers",
    "app/patient/plan_shared.py": "the same, for what several screens of the plan show",
    "app/patient/receipts.py": "shows the person what was kept of their answers",
    "app/patient/alone.py": "the private question after somebody helped with an answer",
    "app/provider/agreed.py": "shows the team the answers, to read and to reply beside",
    "app/patient/plan_versions.py": "shows what changed since an answer",
    "app/fhir/parts.py": "hands the newest answers to the kinds, for the goal's own element in the file",
    "app/fhir/record.py": "puts every answer into the file that the person or their team takes along",
    "app/fhir/said.py": "writes each answer as Provenance",
    "app/care/leaving/export/parts.py": "puts every answer into the file that the person takes along",
    "app/care/leaving/export/codes.py": "the words of the four answers, for that file",
    "app/care/leaving/export/values.py": "what was marked on paper, in those words, for that file",
    "app/care/leaving/export/tables.py": "names the table for that file",
    "app/care/leaving/data_map.py": "says what guards the table; reads no row of it",
    "app/care/leaving/retention.py": "says how long the table is kept; reads no row of it",
    "app/cli/demo_pages.py": "lists the addresses of the demo's receipts",
    "app/cli/story/rosa_plan.py": "lets a demo person answer",
    "app/cli/story/wen.py": "lets a demo person answer",
}
# Modules that hand decisions on: importing them is reading decisions too.
ROADS = (
    "app.models.plan.Decision",
    "app.models.Decision",
    "app.care.plan.decisions",
    "app.care.plan.reading",  # its lines carry the answers
    "app.care.plan.paper",  # pages that came in carry what was marked
    "app.models.PaperPage",
    "app.models.paper.PaperPage",
)
# Services: nothing here may ever be added above.
SERVICES = ("app/care/reminders/", "app/care/progress/", "app/jobs/", "app/push/", "app/access/", "app/web/")

TABLE = re.compile(r"\b(from|join|into|update)\s+decision\b|^decision$|^app\.care\.plan\.(decisions|reading)$", re.I)


def reads_decisions(path: Path) -> str:
    """How this module reads decisions; empty when it does not."""
    for line, dotted in imports(path):
        if any(dotted == road or dotted.startswith(road + ".") for road in ROADS):
            return f"{name(path)}:{line} imports {dotted}"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in {"Decision", "decision", "decisions"}:
            return f"{name(path)}:{node.lineno} uses .{node.attr}"
        if isinstance(node, ast.ClassDef) and node.name == "Decision":
            return f"{name(path)}:{node.lineno} is the model"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and TABLE.search(node.value):
            return f"{name(path)}:{node.lineno} names the table"
    return ""


@cache  # when a test asks, not when it is collected: every worker collects
def found() -> dict[str, str]:
    """How each module reads decisions, of those that do."""
    modules = [p for p in files("app", ".py") if "migrations" not in p.parts]
    return {name(p): how for p in modules if (how := reads_decisions(p))}


def test_only_reviewed_modules_read_decisions():
    new = [how for module, how in found().items() if module not in READERS]
    assert not new, (
        "Care goes on whatever somebody answered. If this only shows the answer to people, add the module to "
        "READERS with what it does; if it decides, starts or stops anything, read the person's own choice "
        "(DayChoice) or the plan instead:\n" + "\n".join(new)
    )


def test_reviewed_readers_still_read():
    stale = [module for module in READERS if module not in found()]
    assert not stale, f"{stale}: no longer reads decisions. Take the line out of READERS."


def test_no_service_reads_a_decision():
    wrong = [how for module, how in found().items() if module.startswith(SERVICES)]
    assert not wrong, "A service may not know the answer. Read DayChoice or the plan instead:\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    "source",
    [
        "from app.models import Decision",
        "from app.models.plan import Decision as Answer",
        "import app.models\nrows = app.models.Decision",
        "from app import models\nrows = getattr(models, 'Decision')",
        "from app.care.plan import decisions",
        "from app.care.plan.decisions import newest_for",
        "from app.care.plan.reading import current",
        "from importlib import import_module\nanswers = import_module('app.care.plan.decisions')",
        "rows = session.execute(text('SELECT answer FROM decision'))",
        "send = line.decision.answer == 'yes'",
    ],
)
def test_a_service_that_read_a_decision_would_be_noticed(source, tmp_path, monkeypatch):
    service = tmp_path / "app" / "jobs" / "send_reminders.py"
    service.parent.mkdir(parents=True)
    service.write_text(source + "\n")
    monkeypatch.setattr("tests.house.source.ROOT", tmp_path)
    assert reads_decisions(service)
