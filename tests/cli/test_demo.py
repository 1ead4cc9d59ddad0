"""`handrail demo`: loaded once, the same for every tool, and a way in as each of its people."""

import json

import pytest

from app.cli import demo, story
from app.cli.demo_pages import LEFT_OUT
from app.config import Config
from app.db import Database
from app.models import Account, Patient, PlanVersion
from tests.cli.commands import advice, run
from tests.support.client import Visitor

ROLES = {"patient", "proxy", "nurse", "physician", "clerk", "admin", "privacy"}


@pytest.fixture
def told(config, database, app):
    """The demo practice with its listing, passphrases left out (hashing is slow)."""
    with database.write() as session:
        story.tell(session, config.practice.time_zone, {actor.sign_in: "-" for actor in story.CAST.everybody})
    return demo.listing(config, database)


def test_the_shape_of_the_listing(told, config, database):
    assert set(told) == {"accounts", "pages"}
    assert {account["role"] for account in told["accounts"]} == ROLES
    for account in told["accounts"]:
        assert set(account) == {"role", "sign_in", "secret", "sign_in_url", "patient_ids", "landing"}
        assert account["landing"].startswith("/")
    for page in told["pages"]:
        assert set(page) == {"as", "path", "name"}
        assert page["path"].startswith("/")
        assert 0 <= page["as"] < len(told["accounts"])
    assert len({(page["as"], page["path"]) for page in told["pages"]}) == len(told["pages"])
    again = demo.listing(config, database)
    links = {account["sign_in_url"] for listing in (told, again) for account in listing["accounts"]}
    assert len(links) == 2 * len(told["accounts"]), "each call gives fresh links"


def test_every_page_of_the_listing_answers_200_as_it_stands(told, app, database):
    visitors, wrong = {}, []
    for page in told["pages"]:
        who = told["accounts"][page["as"]]["sign_in"]
        if who not in visitors:
            with database.read() as session:
                account = session.query(Account).filter_by(sign_in=who).one()
            visitors[who] = Visitor(app, database, account)
        status = visitors[who].http.get(page["path"], headers={"Accept": "text/html"}).status_code
        if status != 200:
            wrong.append(f"{who} {page['path']} {status}")
    assert not wrong, "A tool visits these without following anything:\n" + "\n".join(wrong)


def test_the_listing_leaves_out_only_what_is_no_page_by_itself(told, app):
    listed = {page["name"] for page in told["pages"]}
    there = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert there - listed == LEFT_OUT


def test_a_link_works_once_and_for_an_hour(told, app, database, frozen_clock):
    rosa = told["accounts"][0]
    visitor = Visitor(app, database)
    page = visitor.get(rosa["sign_in_url"], status=303)
    assert page.headers["Location"] == rosa["landing"]
    visitor.get("/devices")
    Visitor(app, database).get(rosa["sign_in_url"], status=410)


def test_a_link_that_is_too_old_opens_nothing(config, database, app, frozen_clock, told):
    frozen_clock.move(minutes=61)
    Visitor(app, database).get(told["accounts"][0]["sign_in_url"], status=410)


def test_nothing_in_the_story_lies_in_the_future(told, database):
    from app import clock

    with database.read() as session:
        for version in session.query(PlanVersion):
            assert version.offered_at <= clock.now()
            assert version.review_on > clock.today("America/Edmonton")
        assert session.query(PlanVersion).filter_by(number=2).count() == 1


def test_loading_twice_loads_once(tmp_path):
    tmp_path /= "data"
    first = run(tmp_path.parent, "demo", "--json", HANDRAIL_DATA=str(tmp_path))
    assert tmp_path.stat().st_mode & 0o777 == 0o700, "nobody else on the machine reads the database"
    second = run(tmp_path, "demo", "--json")
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    one, two = json.loads(first.stdout), json.loads(second.stdout)
    assert [a["patient_ids"] for a in one["accounts"]] == [a["patient_ids"] for a in two["accounts"]]
    assert one["pages"] == two["pages"]
    opened = Database(Config.from_env({"HANDRAIL_DATA": str(tmp_path), "HANDRAIL_ENV": "test"}).database_url)
    with opened.read() as session:
        assert session.query(Account).count() == len(one["accounts"])
        assert session.query(Patient).count() == 4
    opened.dispose()
    for name in ("secret.key", "vapid.pem"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    words = run(tmp_path, "demo").stdout
    assert "rosa" in words
    assert "garden kettle sunday" in words


def test_a_code_is_printed(tmp_path):
    listing = json.loads(run(tmp_path, "demo", "--json").stdout)
    rosa = listing["accounts"][0]["patient_ids"][0]
    given = ("--saw", "known", "--why", "new_phone")
    done = run(
        tmp_path, "patients", "recover", "--patient", rosa, "--by", "Ines", *given, HANDRAIL_URL="http://localhost:9"
    )
    assert "Link:  http://localhost:9/join#" in done.stdout, done.stderr
    assert "once" in done.stdout
    for patient, by in ((rosa, "jonas"), (rosa, "rosa"), (rosa, "nobody"), ("x", "ines")):
        assert "care team" in advice(run(tmp_path, "patients", "invite", "--patient", patient, "--by", by))
