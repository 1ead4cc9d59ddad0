"""Who came by a link or a code stands in every form of the log, by name, and can be said to be not right."""

import csv
import io
import json
import zipfile

import pytest
from fhir.resources.R4B.auditevent import AuditEvent as Resource

from app.models import NotRight
from tests.care.guests.guests import enter, invite
from tests.care.plan import plans
from tests.patient.offered import rows

pytestmark = pytest.mark.usefixtures("frozen_clock")
LINA = "Lina, home care (guest)"


@pytest.fixture
def path(world):
    return f"/patients/{world.rosa_patient.id}/me/log"


@pytest.fixture
def visit(database, world):
    """Lina opened a link of Rosa's."""
    with database.write() as session:
        keys = plans.offered(session, world.grant(session, world.nurse), ("goal",))
        row, token = invite(session, world.grant(session, world.rosa), [keys["goal"]])
        enter(session, token)
        return row


def taken(visitor, path, button):
    page = visitor.get(f"{path}/files")
    form = page.form(button=button)
    return visitor.http.post(form.attrs["action"], data={"csrf_token": visitor.token()}).get_data(as_text=True)


def test_in_what_is_taken_along(client_as, world, path, visit):
    rosa = client_as(world.rosa)
    assert LINA in taken(rosa, path, "a page")
    table = list(csv.reader(io.StringIO(taken(rosa, path, "a table").removeprefix("\ufeff"))))
    assert [row[2] for row in table if row[6] == f"guest_pass {visit.id}" and row[2] != "Rosa Vega"] == [LINA]
    events = [json.loads(line) for line in taken(rosa, path, "another system").splitlines()]
    for event in events:
        Resource.model_validate(event)
    agents = [event["agent"][0] for event in events]
    assert [one["who"]["identifier"]["value"] for one in agents if one.get("name") == LINA] == [visit.id]
    everything = rosa.http.post(f"/patients/{world.rosa_patient.id}/me/everything", data={"csrf_token": rosa.token()})
    with zipfile.ZipFile(io.BytesIO(everything.get_data())) as made:
        page = made.read("everything.html").decode()
    assert LINA in page
    assert "The practice" not in page, "what a guest did is not the practice's"


def test_guests_can_be_chosen_alone(client_as, world, path, visit):
    client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/")
    rosa = client_as(world.rosa)
    assert ("guests", "Guests") in [(n.attrs.get("value"), n.text) for n in rosa.get(path).tree.all("option")]
    page = rosa.get(f"{path}?who=guests")
    assert page.says(LINA)
    assert "looked at the page with everything in short" not in page.text


def test_it_can_be_said_to_be_not_right(client_as, database, world, path, visit):
    rosa = client_as(world.rosa)
    page = rosa.get(rosa.get(path).link("This was not right"))
    assert page.says(LINA)
    page = rosa.submit(page, button="Send it", what="unknown")
    assert page.says(LINA, "We have it.", "Do you want to end this?")
    said = page.path
    rosa.submit(page, button="End access for Lina")
    assert "Do you want to end this?" not in rosa.get(said).main
    report = rows(database, NotRight)[0]
    assert report.about_id is None
    officer = client_as(world.privacy)
    assert officer.get(f"/team/privacy/reports/{report.id}").says(LINA)
    assert officer.get("/team/privacy/log").says(LINA)
    for page in (officer.get("/team/privacy/reports"), officer.get(f"/team/privacy/reports/{report.id}")):
        assert not page.says("omebody whose account is gone"), page.path
