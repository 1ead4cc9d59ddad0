"""Hostile input into every form and every address of the demo practice: never a fault of ours, never a script."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.cli import demo as command
from app.cli import story
from app.models import Account
from tests.support import hostile
from tests.support.client import Page
from tests.support.databases import KINDS
from tests.support.routes import all_routes

pytestmark = pytest.mark.timeout(900)  # thousands of requests; on a loaded machine each takes its time
SHARES = 3
"""The forms are dealt out, so that each test stays well under its time."""
ENDS_THE_SESSION = re.compile(r"/sign-out$|/devices/[^/]+$|/passphrase$")


@pytest.fixture
def practice(config, database, app, client_as):
    """The demo practice: a visitor and their main pages for each of its people."""
    with database.write() as session:
        hashes = {actor.sign_in: "no passphrase" for actor in story.CAST.everybody}
        story.tell(session, config.practice.time_zone, hashes)
    listing = command.listing(config, database)
    with database.read() as session:
        accounts = {account.sign_in: account for account in session.scalars(sa.select(Account))}
    people = []
    for number, person in enumerate(listing["accounts"]):
        paths = [page["path"] for page in listing["pages"] if page["as"] == number]
        people.append((client_as(accounts[person["sign_in"]]), paths))
    return people


@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)  # which refuses more than SQLite does
@pytest.mark.parametrize("share", range(SHARES))
def test_every_form_takes_anything(practice, share):
    """A clear answer below 500 to all of it, and the pages still open and hold no script afterwards."""
    seen = set()
    for visitor, paths in practice:
        for form in list(hostile.forms(_page(visitor, path) for path in paths)):
            kind = (re.sub(r"[a-z2-9]{16}", "<id>", form.address), tuple(sorted(form.fields)))
            if kind in seen or ENDS_THE_SESSION.search(form.address):
                continue
            seen.add(kind)
            if len(seen) % SHARES != share:
                continue
            for fields in form.filled():
                sent = {**fields, "csrf_token": visitor.token()}
                answer = visitor.http.post(form.address, data=sent, headers={"Accept": "text/html"})
                assert not (wrong := hostile.told(answer)), f"{form.address}: {wrong}, after {_short(sent)}"
    assert len(seen) > 30
    for visitor, paths in practice:
        for path in paths:
            page = _page(visitor, path)
            assert page.status < 500, f"{path} breaks on what the forms stored"
            assert hostile.SCRIPT not in page.html, f"{path} shows a script raw"
            assert "\u202e" not in page.html, f"{path} turns its words around"


@pytest.mark.parametrize("database_kind", KINDS, indirect=True)
def test_every_address_takes_anything(app, practice):
    """Whatever stands where an id belongs, it is a page that is not there."""
    patient = next(p for p in practice if any("/reminders" in path for path in p[1]))
    nurse = next(p for p in practice if any("/plan/edit" in path for path in p[1]))
    for visitor, paths in (patient, nurse):
        own = next(found[1] for path in paths if (found := re.search(r"/patients/([a-z2-9]{16})", path)))
        for route in all_routes(app):
            for wrong in route.arguments if route.on_a_patient else ():
                for text in hostile.IDS:
                    if not route.path.count(f"<{wrong}>") and not text.isdecimal():
                        continue  # a number's place takes no other text
                    address = route.address(app, **{"patient_id": own, wrong: text})
                    sent = {"data": {"csrf_token": visitor.token()}} if route.method == "POST" else {}
                    answer = visitor.http.open(address, method=route.method, **sent)
                    assert answer.status_code < 500, f"{route} breaks on {text[:20]!r}"


ASKS = re.compile(r"(?:args|values|asked)\.get(?:list)?\(\s*\"([a-z_]+)\"")


def test_every_question_mark_takes_anything(app, world, client_as):
    """Each name that a view reads from an address, with anything in it, for each relationship and for nobody."""
    named = {name for path in Path("app").rglob("*.py") for name in ASKS.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 15
    texts = [*hostile.TEXTS[2:5], *hostile.ELSEWHERE[:3]]
    for who in (None, world.rosa, world.otto, world.nurse, world.physician, world.privacy, world.stranger):
        visitor = client_as(who) if who else client_as()
        for route in all_routes(app):
            if route.method != "GET" or route.need == "nothing":
                continue
            address = route.address(app, patient_id=world.rosa_patient.id)
            for text in texts if route.need == "public" or who in (world.rosa, world.nurse) else texts[1:2]:
                answer = visitor.http.get(address, query_string=dict.fromkeys(named, text))
                assert not (wrong := hostile.told(answer)), f"{route}: {wrong}, after {text[:30]!r}"


@pytest.mark.parametrize("kind", ["application/json", "text/xml", "multipart/form-data; boundary=zz", "text/plain"])
def test_a_body_of_another_kind_breaks_nothing(app, world, client_as, kind):
    """Each address that takes something gets a body that it did not ask for."""
    visitor = client_as(world.rosa)
    headers = {"X-CSRFToken": visitor.token(), "Content-Type": kind}
    for route in all_routes(app):
        if route.method != "POST" or ENDS_THE_SESSION.search(route.path):
            continue
        address = route.address(app, patient_id=world.rosa_patient.id)
        for body in (b'{"a": [1, {"b": null}]}', b"\xff\xfe--zz", b"null"):
            answer = visitor.http.post(address, data=body, headers=headers)
            assert not (wrong := hostile.told(answer)), f"{route}: {wrong}, after {body[:20]!r} as {kind}"


def test_nobody_is_led_elsewhere(app, world, client_as):
    """Every form field and name in an address that says where to go on: only ever an address of ours."""
    for who in (None, world.rosa, world.nurse):
        for text in hostile.ELSEWHERE:
            visitor = client_as(who) if who else client_as()
            for route in all_routes(app):
                if route.method != "POST" or not route.need or ENDS_THE_SESSION.search(route.path):
                    continue
                address = route.address(app, patient_id=world.rosa_patient.id)
                sent = {"csrf_token": visitor.token(), "next": text, "back": text, "language": "es"}
                answer = visitor.http.post(address, data=sent, query_string={"next": text})
                assert not (wrong := hostile.told(answer)), f"{route}: {wrong}"


def test_a_body_nested_without_end_is_no_json(client_as, world):
    visitor = client_as(world.rosa)
    address = f"/patients/{world.rosa_patient.id}/reminders/devices"
    headers = {"X-CSRFToken": visitor.token(), "Content-Type": "application/json"}
    assert visitor.http.post(address, data=b"[" * 100_000, headers=headers).status_code == 422


def _page(visitor, path: str) -> Page:
    answer = visitor.http.get(path, headers={"Accept": "text/html"})
    return Page(answer, path, [])


def _short(fields: dict) -> dict:
    return {name: f"{value!r:.40}" for name, value in fields.items() if name != "csrf_token"}
