"""What app/access/README.md says is there: each path, each test, and the map as the tables are."""

import re

from app.care.leaving import data_map
from tests.house.source import APP

ROOT = APP.parent
NAMED = re.compile(r"`((?:app|tests)/[\w./-]+)(?:::(\w+))?`")


def test_the_map_is_made_from_the_tables_of_today():
    assert not data_map.unknown(), "no tables: mend READERS and GUARDED in app/care/leaving/data_map.py"
    assert data_map.stored() == data_map.made(), "Type: .venv/bin/python -m app.care.leaving.data_map"


def test_every_path_and_test_that_it_names_is_there():
    named = NAMED.findall(data_map.README.read_text(encoding="utf-8"))
    assert len(named) > 60
    gone = []
    for path, test in named:
        file = ROOT / path
        if not file.exists() or (test and f"def {test}(" not in file.read_text(encoding="utf-8")):
            gone.append(f"{path}::{test}" if test else path)
    assert not gone, "Say in app/access/README.md what answers it now, or that it is not answered yet."


def test_every_requirement_has_an_answer_or_says_that_it_has_none():
    text = data_map.README.read_text(encoding="utf-8").partition("## What of OWASP")[2]
    rows = [line for line in text.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 35
    bare = [
        row for row in rows if not NAMED.search(row) and "Not yet" not in row and "test_access_document" not in row
    ]
    assert not bare, bare
