"""A question of a small and of a large form, and what hostile files cost, measured within one run."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from app import clock
from app.access.grants import Grant, system
from app.access.relationships import find
from app.care.questionnaires import answering, assignment, store
from app.care.questionnaires.sheet import load
from app.care.questionnaires.tokens import token
from app.db import Database
from app.models import Account

CONDITIONS, TOTALS = 50, 10
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"


def form(items: int) -> dict[str, Any]:
    """A form of ``items`` items: 10 totals over the answers, else whole numbers, with 50 conditions among them."""
    asked = items - TOTALS
    questions: list[dict[str, Any]] = [
        {"linkId": f"q{n}", "type": "integer", "text": f"How often in the last week, number {n}?"}
        for n in range(asked)
    ]
    for n in range(CONDITIONS):
        later = questions[1 + n % (asked - 1)]
        later.setdefault("enableWhen", []).append({"question": "q0", "operator": ">", "answerInteger": n // asked})
        later["enableBehavior"] = "all"
    totals = [
        {
            "linkId": f"t{n}",
            "type": "integer",
            "text": f"Total {n}",
            "readOnly": True,
            "extension": [
                {
                    "url": SDC + "calculatedExpression",
                    "valueExpression": {
                        "language": "text/fhirpath",
                        "expression": f"%resource.item.where(linkId.startsWith('q{n}')).answer.value.sum()",
                    },
                }
            ],
        }
        for n in range(TOTALS)
    ]
    return {
        "resourceType": "Questionnaire",
        "url": f"https://forms.example/bench-{items}",
        "version": "1",
        "title": f"{items} items",
        "status": "active",
        "item": [*questions, *totals],
    }


def half_filled(database: Database, nurse: Account, person: Account, patient_id: str, items: int) -> str:
    """Ask the person to fill in such a form, answer half of it, and return the path of the question they stand at."""
    with database.write() as session:
        done = store.import_file(session, system(""), json.dumps(form(items)).encode())
        assert done.questionnaire, [str(reason) for reason in done.verdict.reasons]
        today = clock.today("UTC")
        days = {"opens_on": today, "closes_on": today + timedelta(days=7)}
        asks = _grant(session, nurse, patient_id)
        asked = assignment.assign(session, asks, done.questionnaire.id, reader_id=nurse.id, anyway=True, **days)
        fills = _grant(session, person, patient_id)
        begun = answering.start(session, fills, asked.id)
        for _answer in range((items - TOTALS) // 2):
            here = load(session, fills, begun.id).here
            assert here
            answering.save(session, fills, begun.id, here.token, given=["7"])
            session.flush()
        here = load(session, fills, begun.id).here
        assert here
        return f"/patients/{patient_id}/prepare/{begun.id}/{token(here.place)}"


def _grant(session: Any, account: Account, patient_id: str) -> Grant:
    found = find(session, account, patient_id)
    assert found
    return found.grant


def hostile() -> None:
    """Each hostile file in a process of its own: time and memory as ratios to an ordinary form."""
    from tests.care.questionnaires.test_hostile_import import REFUSED

    own, bare = _read_alone(form(200))
    print(f"\nReading files that are made to do harm (an ordinary form of 200 items: {own * 1000:.0f} ms, {bare} MB)")
    for name, (source, _words) in REFUSED.items():
        seconds, memory = _read_alone(source)
        print(
            f"  {name:24} refused in {seconds / own:5.2f} times as long, with {memory / bare:4.2f} times the memory"
        )


def _read_alone(source: bytes | dict[str, Any]) -> tuple[float, int]:
    data = source if isinstance(source, bytes) else json.dumps(source).encode()
    command = [sys.executable, "-m", "tests.bench.forms"]
    out = subprocess.run(command, input=data, capture_output=True, check=True, timeout=120).stdout.split()
    return float(out[0]), int(out[1])


def _read() -> None:
    """In a process of its own: read the file that comes in; print the seconds and the most memory (MB) it took."""
    from app.care.questionnaires.definition import read

    data = sys.stdin.buffer.read()
    read(form(30))  # the helper process is there before the clock starts
    started = time.perf_counter()
    read(data)
    took = time.perf_counter() - started
    print(took, _most_memory())


def _most_memory() -> int:
    """MB. Linux counts the parent in ``ru_maxrss``, so its own file is read where there is one."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) // 1024 for line in status.read_text().splitlines() if "VmHWM" in line)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    _read()
