"""The file to take along: every table is in it or named, nothing of anybody else is, and nothing closed."""

import io
import json
import re
import zipfile

import pytest
import sqlalchemy as sa

from app.access.grants import Capacity
from app.care.leaving.export import archive, parts
from app.care.leaving.export.labels import LABELS, SKIPPED
from app.care.leaving.export.tables import LEFT_OUT, SECTIONS
from app.db import Base, new_id
from app.errors import Forbidden
from app.i18n import using_locale
from app.jobs.resealing import reseal
from app.models import (
    Assignment,
    Attachment,
    AuditEvent,
    Decision,
    ItemChange,
    PlanItem,
    ProgressEntry,
    Talk,
)
from app.vault import Vault
from tests.care.reminders import stories
from tests.support.any_rows import MARK, fill

pytestmark = pytest.mark.usefixtures("frozen_clock")
IN_IT = {name: section for section in SECTIONS for name, _title in section.tables}
TABLES = {name: table for name, table in Base.metadata.tables.items() if "patient_id" in table.c}
IN_A_WAY_OF_ITS_OWN = {name for name, section in IN_IT.items() if section.name in archive.WRITES}


def test_every_table_is_in_the_file_or_named_with_its_reason():
    missing = (TABLES.keys() | {"patient"}) - IN_IT.keys() - LEFT_OUT.keys()
    assert not missing, "Put them into SECTIONS of app/care/leaving/export/tables.py, or into LEFT_OUT with a reason."
    assert not IN_IT.keys() & LEFT_OUT.keys()
    assert not (IN_IT.keys() | LEFT_OUT.keys()) - Base.metadata.tables.keys()


def test_every_column_has_a_name_or_a_reason():
    new = {
        f"{name}.{column.name}"
        for name in IN_IT.keys() - IN_A_WAY_OF_ITS_OWN
        for column in Base.metadata.tables[name].c
        if column.name not in LABELS and column.name not in SKIPPED
    }
    assert not new, "Name them in app/care/leaving/export/labels.py: LABELS, or SKIPPED with a reason."
    assert not LABELS.keys() & SKIPPED.keys()


def made(session, grant, bundle=None):
    """The ZIP, opened, and its page."""
    out = io.BytesIO()
    listed = archive.write(session, grant, out, bundle)
    zipped = zipfile.ZipFile(out)
    assert zipped.testzip() is None
    assert json.loads(zipped.read(archive.LIST)) == listed
    return zipped, zipped.read(archive.PAGE).decode(), listed


def lives(session, world):
    """A row of every table for each of the two; nothing about a helper's own form; a plan that is no nonsense."""
    for person, owner in ((world.rosa_patient, world.rosa), (world.ruben_patient, world.ruben)):
        fill(session, person, owner)
    session.execute(sa.update(Assignment).values(for_account_id=None))
    session.execute(sa.update(Talk).values(shared="person", keys=[]))
    session.execute(sa.update(ItemChange).values(state="applied"))
    session.execute(sa.update(PlanItem).values(kind="what_matters", owner="patient"))
    session.execute(sa.update(PlanItem).values(content={"text": "My garden", "what": "My garden"}))


def test_everything_of_hers_and_nothing_of_his(each_database, world):
    with each_database.write() as session:
        lives(session, world)
    with each_database.read() as session:
        zipped, page, listed = made(session, world.grant(session, world.rosa))
        counted = {name: n for one in listed["sections"] for name, n in one["rows"].items()}
        assert counted.keys() == IN_IT.keys()
        empty = {name for name, n in counted.items() if n == 0}
        assert empty <= {"audit_event"}
        assert world.ruben_patient.id not in page
        assert "Ruben" not in page
        words = re.findall(rf"{MARK} {world.rosa_patient.id} (\w+)\.(\w+)", page)
        assert {"progress_entry", "question", "arrangement", "pushed_report", "talk"} <= {
            name for name, _column in words
        }
        assert not re.search(r"<script|https?://|src=|@import|url\(|<link", page)
        assert page.count("<h1>") == 1
        assert 'lang="en"' in page
        assert (
            zipped.read(listed["files"][0]["name"]) == f"{MARK} {world.rosa_patient.id} attachment_data.data".encode()
        )
        assert listed["left_out"] == LEFT_OUT
        _team, page, listed = made(session, world.grant(session, world.nurse))
        assert {"pushed_report", "alone_check", "audit_event"} <= listed["left_out"].keys()
        assert MARK + f" {world.rosa_patient.id} pushed_report.words" not in page
        with pytest.raises(Forbidden):
            made(session, world.grant(session, world.otto))
        with using_locale("es"):
            assert 'lang="es"' in made(session, world.grant(session, world.rosa))[1]


def a_plan(session, world):
    """A walk that Otto answered and did for her, and a wish that is private, each with words."""
    version = stories.plan(session, world.rosa_patient, world.nurse)
    walk = stories.item(session, version, what="Walk to the lake", times=["evening"], days=[])
    wish = stories.item(session, version, kind="advance_wish", sort="matters", words="At home with my cat")
    for line in (walk, wish):
        session.add(Decision(
            patient_id=line.patient_id, key=line.key, number=1, substance="x", answer="yes",
            words=f"About {line.kind}",
            language="en", shown_as="screen", actor_id=world.otto.id, capacity="proxy", at=version.offered_at,
        ))  # fmt: skip
        session.add(Attachment(
            patient_id=line.patient_id, key=line.key, words=f"Photo of {line.kind}", media_type="image/png", size=1,
            sha256=line.key, by_id=world.rosa.id, capacity="self", at=version.offered_at,
        ))  # fmt: skip
        session.add(Talk(
            patient_id=line.patient_id, happened_on=version.in_force_from, keys=[line.key],
            said=f"Talk of {line.kind}",
            with_whom="", about=[], topics="", options="", shared="person", author_id=world.nurse.id,
            written_at=version.offered_at,
        ))  # fmt: skip
    for state, capacity in (("draft", "team"), ("open", "self"), ("declined", "proxy")):
        session.add(ItemChange(
            plan_id=version.plan_id, patient_id=walk.patient_id, base_number=1, action="add", state=state,
            key=new_id(), kind="activity", owner="patient", position=1, content={"what": f"A {state} of {capacity}"},
            author_id=world.nurse.id, capacity=capacity, created_at=version.offered_at, updated_at=version.offered_at,
        ))  # fmt: skip
    stories.done(session, walk, world.otto, version.in_force_from, capacity="proxy")
    return walk, wish


def test_both_names_and_private_lines_only_when_opened(database, world):
    with database.write() as session:
        a_plan(session, world)
    with database.read() as session:
        rosa = world.grant(session, world.rosa)
        _zip, page, listed = made(session, rosa)
        assert "Walk to the lake" in page
        assert page.count("Otto, for Rosa") == 2
        assert "About activity" in page
        assert "Photo of activity" in page
        assert "Talk of activity" in page
        assert "A draft of team" not in page
        assert "A open of self" in page
        assert "A declined of proxy" in page
        for words in ("my cat", "About advance_wish", "Photo of advance_wish", "Talk of advance_wish"):
            assert words not in page
        assert "Your private lines are not in here" in page
        assert listed["private_lines"] is False
        _zip, page, listed = made(session, rosa.with_private())
        for words in ("my cat", "About advance_wish", "Photo of advance_wish", "Talk of advance_wish"):
            assert words in page
        assert listed["private_lines"] is True


def test_a_file_whose_key_is_missing_is_named(database, world):
    with database.write() as session:
        lives(session, world)
        (words,) = session.scalars(sa.select(Attachment.words).where(Attachment.patient_id == world.rosa_patient.id))
    reseal(database, Vault("s" * 32, "o" * 32))
    database.info["vault"] = Vault("s" * 32, "n" * 32)
    with database.read() as session:
        _zipped, page, listed = made(session, world.grant(session, world.rosa))
    assert [(one["words"], "name" in one) for one in listed["files"]] == [(words, False)]
    assert f"{words}:" in page
    assert "its key is missing" in page


def test_markup_in_words_is_no_markup(database, world):
    with database.write() as session:
        walk, _wish = a_plan(session, world)
        session.add(ProgressEntry(
            patient_id=walk.patient_id, key=walk.key, outcome="did", happened_on=walk.starts_on,
            happened_at=world.rosa_patient.created_at, recorded_at=world.rosa_patient.created_at, client_key="x",
            actor_id=world.rosa.id, capacity=Capacity.SELF, note="<script>alert(1)</script> {0} %(x)s",
        ))  # fmt: skip
    with database.read() as session:
        _zip, page, _listed = made(session, world.grant(session, world.rosa))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {0} %(x)s" in page


def test_rows_come_a_few_at_a_time(database, world, monkeypatch):
    monkeypatch.setattr(parts, "AT_ONCE", 3)
    with database.write() as session:
        for n in range(10):
            session.add(AuditEvent(
                at=world.rosa_patient.created_at, actor_id=world.nurse.id, patient_id=world.rosa_patient.id,
                capacity="team", act="read record.profile" if n % 2 else "offer plan", outcome="done",
            ))  # fmt: skip
    with database.read() as session:
        _zip, page, listed = made(session, world.grant(session, world.rosa))
    assert listed["sections"][-1]["rows"] == {"audit_event": 10}
    assert (
        "looked at the page with everything in short (5 times); gave out a new version of the plan (5 times)" in page
    )
    assert "Nora (nurse)" in page
