"""Every command helps, and a mistake is answered by one line that says how to mend it."""

import socket

import pytest

from app.cli.main import COMMANDS
from tests.cli.commands import advice, run

PRODUCTION = {
    "HANDRAIL_ENV": "production",
    "HANDRAIL_SECRET_KEY": "s" * 40,
    "HANDRAIL_PUSH_CONTACT": "mailto:it@practice.example",
    "HANDRAIL_URL": "https://practice.example",
    "HANDRAIL_PRACTICE_NAME": "Practice",
    "HANDRAIL_PRACTICE_PHONE": "555 0100",
    "HANDRAIL_PRACTICE_HOURS": "always",
    "HANDRAIL_TIME_ZONE": "America/Edmonton",
    "HANDRAIL_EMERGENCY_NUMBER": "911",
    "HANDRAIL_CRISIS_LINES": "Line=988=always",
}


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help(tmp_path, command):
    done = run(tmp_path, *filter(None, [command]), "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: handrail")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dance"], "No such command 'dance'. To see how, type: handrail --help"),
        (["--loud"], "No such option"),
        (["staff", "add"], "Missing option '--name'. To see how, type: handrail staff add --help"),
        (["staff", "add", "--name", "A", "--sign-in", "a", "--passphrase", "x"], "Missing option '--role'. Choose"),
        (["staff", "add", "--language", "xx"], "'xx' is not one of 'en', 'es'"),
        (["questionnaires", "import"], "Missing argument 'FILES...'"),
        (["patients", "invite", "--patient"], "requires an argument"),
    ],
)
def test_a_command_called_wrongly_says_so_in_one_line(tmp_path, arguments, words):
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"HANDRAIL_ENV": "holiday"}, "HANDRAIL_ENV"),
        ({"PORT": "eighty"}, "PORT must be a whole number"),
        ({"PORT": "70000"}, "PORT must be a whole number from 0 to 65535"),
        ({"HANDRAIL_ANSWER_DAYS": "-1"}, "HANDRAIL_ANSWER_DAYS must be a whole number from 1"),
        ({"HANDRAIL_TIME_ZONE": "Moon/Sea"}, "HANDRAIL_TIME_ZONE"),
        ({"HANDRAIL_DATABASE": "nonsense"}, "HANDRAIL_DATABASE"),
        ({"HANDRAIL_DATABASE": "postgresql+psycopg://x:y@127.0.0.1:1/z"}, "does not answer"),
        ({"HANDRAIL_DATABASE": "sqlite:////no/such/folder/x.db"}, "does not answer"),
        ({"HANDRAIL_DATA": "/proc/nothing"}, "HANDRAIL_DATA"),
        ({"HANDRAIL_CRISIS_LINES": "only a name"}, "Telephone lines"),
    ],
)
def test_a_setting_that_cannot_work_is_named(tmp_path, settings, words):
    assert words in advice(run(tmp_path, "reminders", "send", **settings))


def test_production_names_everything_it_lacks_and_starts_nothing(tmp_path):
    line = advice(run(tmp_path, "serve", HANDRAIL_ENV="production"))
    for name in set(PRODUCTION) - {"HANDRAIL_ENV"}:
        assert name in line
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"HANDRAIL_URL": "http://practice.example"}, "https://"),
        ({"HANDRAIL_URL": "https://"}, "https://"),
        ({"HANDRAIL_CRISIS_LINES": "988=Line=always"}, "HANDRAIL_CRISIS_LINES has no number to ring in 'Line'"),
        ({"HANDRAIL_EMERGENCY_NUMBER": "nine one one"}, "HANDRAIL_EMERGENCY_NUMBER has no number"),
        ({"HANDRAIL_OUT_OF_HOURS": "Nurse=call us=nights"}, "HANDRAIL_OUT_OF_HOURS has no number"),
        ({"HANDRAIL_SECRET_KEY": "short"}, "32"),
        ({"HANDRAIL_CRISIS_LINES": " "}, "HANDRAIL_CRISIS_LINES"),
        ({"HANDRAIL_EMERGENCY_NUMBER": ""}, "HANDRAIL_EMERGENCY_NUMBER"),
    ],
)
def test_production_refuses_half_a_setting(tmp_path, changed, words):
    from app.secrets import _new_key

    settings = {**PRODUCTION, "HANDRAIL_VAPID_PRIVATE_KEY": _new_key(), **changed}
    assert words in advice(run(tmp_path, "serve", **settings))


@pytest.mark.parametrize("arguments", [["demo"], ["demo", "--json"]])
def test_there_is_no_demo_in_production(tmp_path, arguments):
    from app.secrets import _new_key

    done = run(tmp_path, *arguments, **PRODUCTION, HANDRAIL_VAPID_PRIVATE_KEY=_new_key())
    assert done.returncode == 2
    assert done.stderr.startswith("Error: No such command 'demo'.")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "handrail.db").exists()


def test_production_does_not_speak_of_the_demo(tmp_path):
    assert "demo" in run(tmp_path, "--help").stdout
    assert "demo" not in run(tmp_path, "--help", HANDRAIL_ENV="production").stdout


def test_production_does_not_serve_people_whose_passphrases_everybody_knows(tmp_path):
    from app.secrets import _new_key

    assert run(tmp_path, "demo").returncode == 0
    line = advice(run(tmp_path, "serve", **PRODUCTION, HANDRAIL_VAPID_PRIVATE_KEY=_new_key()))
    assert "demo practice" in line
    assert "HANDRAIL_DATA" in line


def test_a_taken_port_is_named_with_a_way_out(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        line = advice(run(tmp_path, "serve", PORT=port))
    assert port in line
    assert "PORT=8001" in line


def test_staff_are_added_once(tmp_path):
    given = ["staff", "add", "--name", "Ada Long", "--sign-in", "Ada", "--role", "nurse"]
    done = run(tmp_path, *given, "--passphrase", "four warm quiet lakes")
    assert done.stdout == "Ada Long (nurse) can sign in as ada.\n"
    assert "ada is taken" in advice(run(tmp_path, *given, "--passphrase", "four warm quiet lakes"))
    assert "easy to guess" in advice(run(tmp_path, *given, "--passphrase", "password"))
    assert "without spaces" in advice(
        run(tmp_path, *given[:4], "--sign-in", "a b", *given[6:], "--passphrase", "four warm lakes")
    )

    assert "your name" in advice(run(tmp_path, *given[:5], "ada.long2", *given[6:], "--passphrase", "Ada Long 1"))
    assert "not both" in run(tmp_path, *given, "--code", "--passphrase", "four warm quiet lakes").stderr
    other = ["staff", "add", "--name", "Bo Tan", "--sign-in", "bo.tan", "--role", "clerk", "--code"]
    lines = run(tmp_path, *other).stdout.splitlines()
    assert lines[0] == "Bo Tan (clerk) signs in as bo.tan, after choosing a passphrase:"
    assert [line.split(":")[0] for line in lines[1:]] == ["Code", "Where", "Until"]
    assert len(lines[1].removeprefix("Code:").replace(" ", "")) == 8

    done = run(tmp_path, "staff", "forget-second-step", "--sign-in", "Ada")
    assert done.stdout == "ada has no second step any more, and is signed out everywhere.\n"
    assert "Nobody of the practice signs in as rosa." in advice(
        run(tmp_path, "staff", "forget-second-step", "--sign-in", "rosa")
    )


def test_the_log_is_looked_through(tmp_path):
    run(
        tmp_path,
        "staff",
        "add",
        "--name",
        "Ada Long",
        "--sign-in",
        "ada",
        "--role",
        "nurse",
        "--passphrase",
        "four warm quiet lakes",
    )
    assert run(tmp_path, "audit", "verify").stdout == "Seals: 0, over 0 rows. Not sealed yet: 1.\n"
    line = run(tmp_path, "audit", "verify", "--noted", "1:abc")
    assert line.returncode == 1
    assert "The seal noted as 1:abc is not in the log." in line.stderr


def test_reminders_are_sent_once_by_hand(tmp_path):
    assert run(tmp_path, "reminders", "send").stdout == "0 due reminders worked on.\n"


def test_migrations_agree_with_the_models(tmp_path):
    assert run(tmp_path, "migrations", "check").stdout == "Models and migrations agree.\n"
