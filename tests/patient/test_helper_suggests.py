"""A helper who may ask says in words what should be different in a line; the team answers it, item by item."""

import pytest

from app.models import ItemChange, ProxyGrant
from tests.care.plan import plans
from tests.patient.offered import rows

pytestmark = pytest.mark.usefixtures("frozen_clock")


def test_with_both_names_and_only_in_words(client_as, database, world):
    with database.write() as session:
        keys = plans.offered(session, world.grant(session, world.nurse), ("goal", "activity"))
    base = f"/patients/{world.rosa_patient.id}/plan"
    otto, rosa, nurse = client_as(world.otto), client_as(world.rosa), client_as(world.nurse)
    where = f"{base}/items/{keys['activity']}"
    assert "Suggest a change to this" not in otto.get(where).text
    otto.get(f"{where}/suggestion", status=403)
    with database.write() as session:
        session.query(ProxyGrant).filter_by(account_id=world.otto.id).one().scopes = ["see", "ask"]
    page = otto.get(otto.get(where).link("Suggest a change to this"))
    assert not page.tree.all("input", name="what"), "nobody writes the person's line for them"
    page = otto.submit(page, button="Send my suggestion", status=422)
    page = otto.submit(page, button="Send my suggestion", reason="Ten minutes are enough for her")
    assert page.says("Ten minutes are enough for her", "Your team has not answered yet")
    otto.get(f"{base}/suggest/goal", status=403)
    otto.post(f"{where}/suggestion", reason="More", what="Run up the hill", action="change")
    stored = rows(database, ItemChange)
    assert {row.content["what"] for row in stored if row.state == "open"} == {"Walk to the corner shop"}
    assert {row.capacity for row in stored if row.state == "open"} == {"proxy"}
    seen = rosa.get(f"{base}/suggestions")
    assert seen.says("Otto, for Rosa")
    assert nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/suggestions").says("Otto Vega for Rosa")

    own = rosa.post(f"{base}/items/{keys['goal']}/suggestion", reason="Not so far", action="change")
    assert own.says("Not so far")
    (hers,) = [row for row in rows(database, ItemChange) if row.reason == "Not so far"]
    otto.post(f"{base}/suggestions/{hers.id}/withdraw", status=403)
    (one, two) = [row for row in rows(database, ItemChange) if row.state == "open" and row.capacity == "proxy"]
    assert otto.post(f"{base}/suggestions/{one.id}/withdraw").says("You took your suggestion back")
    assert rosa.post(f"{base}/suggestions/{two.id}/withdraw").says("You took your suggestion back")
