"""Hostile input into every form and every address of the demo practice: never a fault of ours, never a script."""

import re

import pytest
import sqlalchemy as sa

from app.cli import demo as command
from app.cli import story
from app.models import Account
from tests.support import hostile
from tests.support.client import Page
from tests.support.databases import KINDS
from tests.support.routes import all_routes

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
                assert answer.status_code < 500, f"{form.address} breaks on {_short(sent)}"
                shown = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
                assert hostile.SCRIPT not in shown, f"{form.address} shows {_short(sent)} raw"
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
