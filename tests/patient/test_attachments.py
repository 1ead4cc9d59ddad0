"""A photo or file of a document beside a line: added on the phone, opened as a download that can run nothing."""

import io

import pytest
import sqlalchemy as sa

from app.models import Attachment, AuditEvent
from tests.care.attachments import pictures
from tests.care.plan import plans


@pytest.fixture
def key(database, world):
    with database.write() as session:
        return plans.offered(session, world.grant(session, world.nurse))["goal"]


@pytest.fixture
def item(world, key):
    return f"/patients/{world.rosa_patient.id}/plan/items/{key}"


def send(visitor, page, data, status=200, what="My directive", name="x.exe"):
    return visitor.submit(
        page, to="/attachments", button="Add it", status=status, what=what, file=(io.BytesIO(data), name)
    )


def rows(database):
    with database.read() as session:
        return list(session.scalars(sa.select(Attachment)))


def test_she_adds_a_photo_and_her_helper_and_team_see_it(client_as, world, database, key, item):
    rosa = client_as(world.rosa)
    page = send(rosa, rosa.get(item), pictures.jpeg())
    assert page.says("My directive", "Added by You on", "Nobody has checked it.", "Take it away")
    for reader in (world.otto, world.nurse):
        seen = client_as(reader).get(item)
        assert seen.says("My directive", "Added by Rosa on", "Nobody has checked it.")
        assert not seen.says("Take it away")
        assert not seen.says("Add a photo")
    editor = client_as(world.nurse).get(f"/team/patients/{world.rosa_patient.id}/plan/edit/{key}")
    assert editor.says("My directive", "Nobody has checked it.")


def test_it_is_served_as_a_download_that_runs_nothing_and_reading_is_written_down(client_as, world, database, item):
    rosa = client_as(world.rosa)
    send(rosa, rosa.get(item), pictures.jpeg(), name="../../evil.html")
    row = rows(database)[0]
    address = f"/patients/{world.rosa_patient.id}/plan/attachments/{row.id}"
    answer = client_as(world.otto).http.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="document-{row.id[:6]}.jpg"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert pictures.SECRET not in answer.data
    with database.read() as session:
        query = sa.select(AuditEvent.actor_id).where(
            AuditEvent.object_id == row.id, AuditEvent.act == "open attachment"
        )
        assert list(session.scalars(query)) == [world.otto.id]


def test_strangers_and_the_front_desk_get_nothing(client_as, world, database, item):
    rosa = client_as(world.rosa)
    send(rosa, rosa.get(item), pictures.png())
    id_ = rows(database)[0].id
    address = f"/patients/{world.rosa_patient.id}/plan/attachments/{id_}"
    for account, status in ((world.ruben, 404), (world.stranger, 404), (world.clerk, 403), (world.admin, 404)):
        assert client_as(account).http.get(address).status_code == status
    ruben = client_as(world.ruben)
    assert ruben.http.get(f"/patients/{world.ruben_patient.id}/plan/attachments/{id_}").status_code == 404
    client_as(world.otto).post(f"{item}/attachments", status=403, what="x", file=(io.BytesIO(pictures.png()), "x"))
    client_as(world.otto).post(f"{item}/attachments/{id_}/remove", status=403)
    assert len(rows(database)) == 1


def test_what_does_not_fit_is_said_beside_the_field_and_words_stay(client_as, world, database, item):
    rosa = client_as(world.rosa)
    page = send(rosa, rosa.get(item), b"<svg onload=alert(1)>", status=422, name="photo.jpg")
    assert page.says("Use a photo (JPEG, PNG or WebP) or a PDF file.")
    assert page.tree.first("input", name="what").attrs["value"] == "My directive"
    assert send(rosa, rosa.get(item), pictures.png(), status=422, what="").says("Write in a few words")
    assert rosa.submit(rosa.get(item), to="/attachments", button="Add it", status=422, what="x").says("Pick a photo")
    assert not rows(database)


def send_large(visitor, item, megabytes):
    """A picture with so much behind its end, as raw bytes."""
    parts = [("csrf_token", visitor.token().encode()), ("what", b"My directive")]
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (n.encode(), v) for n, v in parts
    )
    body += b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    body += pictures.png() + bytes(megabytes * 1024 * 1024) + b"\r\n--x--\r\n"
    headers = {"Accept": "text/html", "Content-Type": "multipart/form-data; boundary=x"}
    return visitor.http.post(f"{item}/attachments", data=body, headers=headers)


def test_a_file_that_is_too_large_is_refused_in_plain_words(client_as, world, database, item):
    rosa = client_as(world.rosa)
    for megabytes, status in ((10, 422), (11, 413)):
        answer = send_large(rosa, item, megabytes)
        assert answer.status_code == status
        assert "This file is too large. Use one of at most 10 MB." in answer.get_data(as_text=True)
    assert not rows(database)
    assert send_large(rosa, item, 9).status_code == 303
    assert len(rows(database)) == 1


def test_other_pages_still_take_little(client_as, world, item):
    rosa = client_as(world.rosa)
    page = rosa.post(f"{item}/question", status=413, words="x" * 300_000)
    assert page.says("Text can hold about 20 pages.")


def test_sent_twice_it_is_there_once_and_it_can_be_taken_away(client_as, world, database, item):
    rosa = client_as(world.rosa)
    page = rosa.get(item)
    send(rosa, page, pictures.png())
    page = send(rosa, page, pictures.png())
    assert len(rows(database)) == 1
    page = rosa.submit(page, to="/remove", button="Take it away")
    assert page.says("My directive. Taken away by You on")
    address = f"/patients/{world.rosa_patient.id}/plan/attachments/{rows(database)[0].id}"
    assert rosa.get(address, status=410).says("This was taken away.")


def test_the_team_adds_one_to_a_line_and_takes_it_away(client_as, world, database, key, item):
    nurse = client_as(world.nurse)
    editor = nurse.get(f"/team/patients/{world.rosa_patient.id}/plan/edit/{key}")
    page = send(nurse, nurse.get(editor.link("See them, or add one")), pictures.paper(), what="Directive, signed")
    assert page.says("Directive, signed", "Added by You on")
    assert client_as(world.rosa).get(item).says("Directive, signed", "Added by Nora (nurse) on")
    assert send(nurse, page, b"no", status=422).says("Use a photo")
    assert nurse.submit(page, to="/remove", button="Take it away").says("Taken away by You")
    nurse.get(f"/team/patients/{world.rosa_patient.id}/attachments/{'n' * 16}", status=404)


def test_a_marked_page_keeps_its_photo(client_as, world, database, key):
    nurse, home = client_as(world.nurse), f"/team/patients/{world.rosa_patient.id}/paper"
    page = nurse.get(f"{home}/versions/1")
    fields = {"dated_on": plans.today().isoformat(), f"answer-{key}": "yes"}
    page = nurse.submit(page, to="/paper/versions", button="Keep this page", **fields)
    back = page.path
    send(nurse, nurse.get(page.link("See them, or add one")), pictures.jpeg(), what="The page")
    assert nurse.get(back).says("The page")


def test_every_screen_speaks_the_readers_language(client_as, world, item, key):
    rosa = client_as(world.rosa)
    send(rosa, rosa.get(item), pictures.png())
    client_as(world.rosa, lang="en-XA").get(item)
    client_as(world.nurse, lang="en-XA").get(f"/team/patients/{world.rosa_patient.id}/attachments/{key}")
