"""Take everything along, and have it erased: the pages, for the person and for the team on their word."""

import io
import zipfile

import pytest
import sqlalchemy as sa

from app.models import AuditEvent, Erasure
from app.patient import everything
from tests.care.leaving.test_export import a_plan

pytestmark = pytest.mark.usefixtures("frozen_clock")


def test_the_file_at_any_time_also_after_leaving(client_as, world, database):
    with database.write() as session:
        a_plan(session, world)
    me = f"/patients/{world.rosa_patient.id}/me"
    rosa = client_as(world.rosa)
    rosa.submit(rosa.get(f"{me}/leaving"), button="Stop taking part")
    page = rosa.get(rosa.get(me).link("Take everything along"))
    assert page.says("Private lines are not in it", "Your plan, each version", "Who looked, and who did what")
    answer = rosa.http.post(f"{me}/everything", data={"csrf_token": rosa.token()})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="handrail-2026-03-10.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as zipped:
        assert zipped.namelist() == ["everything.html", "plan.fhir.json", "list.json"]
        text = zipped.read("everything.html").decode()
        assert "Walk to the lake" in text
        assert b"Walk to the lake" in zipped.read("plan.fhir.json")
        assert "my cat" not in text + zipped.read("plan.fhir.json").decode()
    with database.read() as session:
        acts = session.scalars(sa.select(AuditEvent.act).where(AuditEvent.act.like("export%"))).all()
    assert acts == ["export everything"]
    assert client_as(world.ruben).get(f"{me}/everything", status=404)
    assert client_as(world.otto).get(f"{me}/everything", status=403)
    assert client_as(world.nurse).get(f"{me}/everything").says("Hand it out only to Rosa")


def test_she_asks_to_be_erased_and_takes_it_back(client_as, world, database):
    rosa, me = client_as(world.rosa), f"/patients/{world.rosa_patient.id}/me"
    page = rosa.get(rosa.get(f"{me}/leaving").link("Have everything erased"))
    assert page.says("First, a copy for you", "for 10 years", "We wait 30 days", "What stays for good")
    page = rosa.submit(page, button="Ask to have everything erased")
    assert page.says("We erase it on Thursday 9 April", "You asked us to erase everything", "your number for it")
    for address in (me, f"{me[:-3]}/today"):
        assert rosa.get(address).says("We erase everything on Thursday 9 April"), address
    assert not client_as(world.otto).get(f"{me[:-3]}/today").says("erase")
    rosa.get(f"{me[:-3]}/today").form(button="Take it back")
    with database.read() as session:
        number = session.scalars(sa.select(Erasure.id)).one()
    assert page.says(fours := f"{number[:4]} {number[4:8]} {number[8:12]} {number[12:]}")
    place = f"/team/patients/{world.rosa_patient.id}"
    nurse, doctor = client_as(world.nurse), client_as(world.physician)
    assert nurse.get(f"{place}/").says("To be erased on")
    assert nurse.get(f"{place}/leaving").says("To be erased on Thursday 9 April", fours, "Without a word it is kept.")
    nurse.get(f"{place}/erase", status=403)
    page = doctor.get(doctor.get(f"{place}/leaving").link("Say what the law keeps"))
    page = doctor.submit(page, button="Store this", status=422)
    page = doctor.submit(page, button="Store this", keeps="nothing")
    assert page.says("Stored. Thank you.")
    assert nurse.get(f"{place}/leaving").says("Nothing has to be kept.")
    page = rosa.submit(rosa.get(f"{me}/erase"), button="Take it back, erase nothing")
    assert page.says("Taken back. Nothing is erased.")
    assert doctor.get(f"{place}/erase").says("Nothing is to be erased")
    nurse.submit(nurse.get(f"{place}/leaving"), button="Rosa asks to be erased")
    page = nurse.submit(nurse.get(f"{place}/leaving"), button="Rosa takes it back")
    assert page.says("Taken back.")
    for one, path in (
        (world.rosa, f"{me}/erase"),
        (world.rosa, f"{me}/everything"),
        (world.physician, f"{place}/erase"),
    ):
        assert client_as(one, lang="en-XA").get(path).status == 200
    client_as(world.otto).get(f"{me}/erase", status=403)
    with database.read() as session:
        assert len(session.scalars(sa.select(Erasure)).all()) == 2


def test_a_large_file_comes_in_pieces(client_as, world, database, monkeypatch):
    monkeypatch.setattr(everything, "IN_MEMORY", 100)
    monkeypatch.setattr(everything, "PIECE", 1000)
    with database.write() as session:
        a_plan(session, world)
    rosa = client_as(world.rosa)
    with rosa.http.post(
        f"/patients/{world.rosa_patient.id}/me/everything", data={"csrf_token": rosa.token()}
    ) as answer:
        pieces = list(answer.iter_encoded())
    assert len(pieces) > 3
    assert max(map(len, pieces)) == 1000
    assert zipfile.ZipFile(io.BytesIO(b"".join(pieces))).testzip() is None


def test_the_file_is_made_so_often_in_an_hour_and_then_waits(client_as, world, frozen_clock):
    rosa, here = client_as(world.rosa), f"/patients/{world.rosa_patient.id}/me/everything"
    made = [rosa.http.post(here, data={"csrf_token": rosa.token()}).status_code for _ in range(12)]
    assert made == [200] * 11 + [429]
    frozen_clock.move(minutes=2)
    assert rosa.http.post(here, data={"csrf_token": rosa.token()}).status_code == 200
