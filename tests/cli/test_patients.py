"""A person's record as one file, and gone, as the practice does it at a terminal."""

import json
import stat
import zipfile

import sqlalchemy as sa
from click.testing import CliRunner

from app import migrations
from app.cli.patients import command
from app.db import Database
from app.models import AuditEvent, ErasureReceipt, Patient
from tests import factories
from tests.care.leaving.test_export import a_plan


def run(folder, *arguments):
    """In this process: the command has no more of its own than what it prints."""
    env = {"HANDRAIL_ENV": "test", "HANDRAIL_DATA": str(folder), "HANDRAIL_DATABASE": None}
    done = CliRunner().invoke(command, arguments, env=env)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_a_file_first_then_closed_then_gone(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/handrail.db")
    migrations.upgrade(database)
    with database.write() as session:
        world = factories.world(session)
        a_plan(session, world)
        rosa, ruben = world.rosa_patient.id, world.ruben_patient.id
    path = tmp_path / "rosa.zip"
    status, said = run(tmp_path, "export", "--patient", rosa, "--to", str(path))
    assert (status, "Private lines are not in it." in said) == (0, True), said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as zipped:
        assert b"Walk to the lake" in zipped.read("everything.html")
        assert json.loads(zipped.read("list.json"))["private_lines"] is False
        assert not any(b"my cat" in zipped.read(name) for name in zipped.namelist())
    for arguments, code, words in (
        (("export", "--patient", rosa, "--to", str(path)), 1, "File exists"),
        (("erase", "--patient", "none", "--yes"), 1, "Nobody has the id"),
        (("erase", "--patient", rosa), 1, "This cannot be undone."),
        (("erase", "--patient", rosa, "--yes"), 0, "closed to everybody, kept until"),
        (("erase", "--patient", rosa, "--yes"), 1, "kept by law"),
        (("erase", "--patient", rosa, "--nothing-is-kept", "--yes"), 0, ": erased, on"),
    ):
        status, said = run(tmp_path, *arguments)
        assert (status, words in said) == (code, True), said
    with database.read() as session:
        assert session.scalars(sa.select(Patient.id)).all() == [ruben]
        assert session.scalars(sa.select(ErasureReceipt)).one().number in said
        acts = session.scalars(sa.select(AuditEvent.act).where(AuditEvent.patient_id == rosa)).all()
    assert acts == ["export everything", "seal record", "erase record"]
    database.dispose()
