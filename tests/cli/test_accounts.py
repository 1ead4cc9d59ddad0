"""Accounts by command: who works here, a new passphrase for one of them, closing, and a way back for a person."""

import re

import pytest
from click.testing import CliRunner

from app.access import passphrases
from app.cli.main import main
from app.models import Account, AuditEvent, Recovery

CODE = re.compile(r"Code:  ([2-9A-HJ-NP-Z]{4}) ([2-9A-HJ-NP-Z]{4})\n")


@pytest.fixture
def handrail(database, config, monkeypatch):
    """`handrail …` on the test's database, in this process."""
    monkeypatch.setenv("HANDRAIL_ENV", "test")
    monkeypatch.setenv("HANDRAIL_DATABASE", database.url)
    monkeypatch.setenv("HANDRAIL_DATA", str(config.data))

    def call(*arguments, status=0):
        done = CliRunner().invoke(main, arguments, standalone_mode=False)
        failed = done.exception
        assert bool(failed) == bool(status), failed or done.output
        return failed.format_message() if failed else done.output

    return call


def test_a_lost_second_step_ends_a_code_that_waits_also_by_command(handrail, world, client_as):
    nurse = client_as(world.nurse)
    code = "".join(CODE.search(handrail("staff", "recover", "nora.field")).groups())
    handrail("staff", "forget-second-step", "--sign-in", "Nora.Field")
    assert nurse.get("/devices").path.startswith("/sign-in"), "signed out"
    visitor = client_as()
    visitor.submit(visitor.get("/join"), to="/join", status=410, code=code)
    assert client_as(world.nurse).get("/devices").says("A new way in"), "she is told"


def test_staff_are_listed_recovered_and_closed(handrail, database, world, client_as):
    listed = handrail("staff", "list")
    assert re.search(r"nora\.field +nurse +Nora Field  never signed in", listed)
    assert "rosa" not in listed
    nurse = client_as(world.nurse)
    printed = handrail("staff", "recover", "Nora.Field", "--hours", "2")
    code = "".join(CODE.search(printed).groups())
    assert "/join" in printed
    assert nurse.get("/devices").says("A new way in"), "she hears of it where she is signed in"
    visitor = client_as()
    page = visitor.submit(visitor.get("/join"), to="/join", code=code)
    visitor.submit(page, button="Use this passphrase", passphrase="four cold lakes")
    assert nurse.get("/devices").path.startswith("/sign-in")
    with database.read() as session:
        stored = session.get_one(Account, world.nurse.id).passphrase_hash
        assert passphrases.matches(stored, "four cold lakes")
        assert session.query(AuditEvent).filter_by(act="give way back by command").one().object_id == world.nurse.id

    done = handrail("staff", "close", "nora.field", "--yes")
    assert done.startswith("Nora Field cannot sign in any more. Left 2 care teams;")
    assert "nora.field" not in handrail("staff", "list")
    assert re.search(r"nora\.field .*closed \d{4}-\d\d-\d\d", handrail("staff", "list", "--all"))
    for command in (
        ("close", "nora.field", "--yes"),
        ("recover", "nora.field"),
        ("recover", "rosa.vega"),
        ("close", "x", "--yes"),
    ):
        assert "Nobody with an open account" in handrail("staff", *command, status=1)


def test_a_way_back_for_a_person_says_what_was_seen(handrail, database, world, client_as):
    here = ("--patient", world.rosa_patient.id, "--by", "nora.field")
    assert "in already" in handrail("patients", "invite", *here, status=1)
    given = ("--saw", "health_card", "--why", "lost_phone")
    code = "".join(CODE.search(handrail("patients", "recover", *here, *given)).groups())
    visitor = client_as()
    assert visitor.submit(visitor.get("/join"), to="/join", code=code).says("Welcome back, Rosa")
    handrail("patients", "recover", *here, *given, "--helper", "otto.vega")
    for wrong in ("ruben.vega", "nobody"):
        handrail("patients", "recover", *here, *given, "--helper", wrong, status=1)
    stranger = ("--patient", world.rosa_patient.id, "--by", "sam.other")
    assert "care team" in handrail("patients", "recover", *stranger, *given, status=1)
    with database.read() as session:
        rows = {(row.account_id, row.way, row.seen, row.why) for row in session.query(Recovery)}
    assert rows == {(one.id, "in_person", "health_card", "lost_phone") for one in (world.rosa, world.otto)}
