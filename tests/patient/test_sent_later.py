"""What a phone sends later: stored once however often it comes, with the time of the press, and an answer in JSON."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.models import Answer, Measurement, ProgressEntry, Response
from tests.care.progress import plans
from tests.patient.asking import ask_rosa, open_form
from tests.support.client import defaults

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def walk(each_database, world):
    with each_database.write() as session:
        line = plans.item(session, plans.version(session, world.rosa_patient, world.nurse), what="Walk")
        theirs = plans.item(session, plans.version(session, world.ruben_patient, world.nurse), what="Ruben walks")
        for one, who in ((line, world.rosa), (theirs, world.ruben)):
            plans.on_day(session, one, who)
    return line.key


@pytest.fixture
def rosa(client_as, world, walk):
    return client_as(world.rosa)


def send(visitor, path, *, ago=timedelta(0), fast=timedelta(0), sent=None, **fields):
    """As the phone's script does. `ago`: how long ago the press was; `fast`: how far the phone's clock is ahead."""
    now = clock.now() + fast
    times = {"done_at": _ms(now - ago), "sent_at": _ms(sent or now)}
    return visitor.http.post(
        path, data={"csrf_token": visitor.token(), **times, **fields}, headers={"Accept": "application/json"}
    )


def _ms(moment):
    return str(int(moment.timestamp() * 1000))


def rows(database, model):
    with database.read() as session:
        return session.scalars(sa.select(model)).all()


def test_an_entry_comes_twice_and_is_stored_once(rosa, world, walk, each_database):
    path = f"/patients/{world.rosa_patient.id}/today/items/{walk}"
    first, again = (send(rosa, path, outcome="did", day="2026-03-10", client_key="k1") for _ in range(2))
    assert first.json == again.json
    assert first.json["stored"] is True
    assert first.json["address"].startswith(f"/patients/{world.rosa_patient.id}/today?just=")
    assert [row.outcome for row in rows(each_database, ProgressEntry)] == ["did"]
    other = send(rosa, path, outcome="partly", day="2026-03-10", client_key="k1")
    assert other.status_code == 409
    assert other.json["stored"] is False, "the phone must keep it: this was never stored"
    assert [row.outcome for row in rows(each_database, ProgressEntry)] == ["did"]


def test_what_was_taken_back_elsewhere_is_not_stored_anew(rosa, world, walk, each_database):
    path = f"/patients/{world.rosa_patient.id}/today"
    send(rosa, f"{path}/items/{walk}", outcome="did", day="2026-03-10", client_key="k1")
    rosa.post(f"{path}/entries/{rows(each_database, ProgressEntry)[0].id}/undo")
    again = send(rosa, f"{path}/items/{walk}", outcome="did", day="2026-03-10", client_key="k1")
    assert (again.status_code, again.json["stored"]) == (409, True)
    assert len(rows(each_database, ProgressEntry)) == 1


@pytest.mark.parametrize(
    ("times", "happened"),
    [
        ({"ago": timedelta(minutes=50)}, timedelta(minutes=50)),
        ({"ago": timedelta(minutes=50), "fast": timedelta(days=400)}, timedelta(minutes=50)),
        ({"ago": timedelta(minutes=50), "fast": -timedelta(hours=5)}, timedelta(minutes=50)),
        ({"ago": -timedelta(hours=3)}, timedelta(0)),  # the clock was put back between press and sending
        ({"ago": timedelta(days=900)}, timedelta(0)),  # it was put forward by years: no reason to refuse
    ],
)
def test_it_happened_when_it_was_done_whatever_the_phones_clock_says(
    rosa, world, walk, each_database, times, happened
):
    base = f"/patients/{world.rosa_patient.id}"
    done = send(rosa, f"{base}/today/items/{walk}", outcome="did", day="2026-03-10", client_key="k1", **times)
    read = send(rosa, f"{base}/measure/weight", weight="70", unit="kg", client_key="k2", **times)
    assert done.json["stored"]
    assert read.json["stored"]
    for model in (ProgressEntry, Measurement):
        (row,) = rows(each_database, model)
        assert clock.now() - row.happened_at == happened
        assert row.recorded_at == clock.now()


def test_an_entry_keeps_the_day_of_its_page(rosa, world, walk, each_database, frozen_clock):
    frozen_clock.move(days=2)
    path = f"/patients/{world.rosa_patient.id}/today/items/{walk}"
    send(rosa, path, outcome="did", day="2026-03-10", client_key="k1", ago=timedelta(days=2, hours=1))
    send(rosa, path, outcome="partly", day="2026-03-10", client_key="k2")  # its clock was put forward meanwhile
    kept, odd = sorted(rows(each_database, ProgressEntry), key=lambda row: row.client_key)
    assert str(kept.happened_on) == str(odd.happened_on) == "2026-03-10"
    assert clock.now() - kept.happened_at == timedelta(days=2, hours=1)
    assert odd.happened_at.strftime("%d %H:%M") == "10 18:00"  # noon of that day in Edmonton


def test_a_reading_is_asked_about_in_words_and_then_stored_once(rosa, world, each_database):
    path = f"/patients/{world.rosa_patient.id}/measure/blood_pressure"
    typed = {"systolic": "212", "diastolic": "131", "client_key": "k1"}
    refused = send(rosa, path, systolic="900", diastolic="80", client_key="k1")
    assert refused.status_code == 422
    assert refused.json["fields"]["systolic"]
    late = send(rosa, path, ago=timedelta(days=2), **typed, sure="yes")
    assert late.status_code == 422
    assert "still like this" in late.json["words"]
    assert not rows(each_database, Measurement)
    first, again = (send(rosa, path, **typed, sure="yes") for _ in range(2))
    assert first.json == again.json
    assert first.json["look"] is True, "the page asks for signs and says whom to ring: it must be opened"
    (row,) = rows(each_database, Measurement)
    assert send(rosa, path, systolic="120", diastolic="70", client_key="k1").json["stored"] is False
    signs = [send(rosa, f"/patients/{world.rosa_patient.id}/measurements/{row.id}/signs", signs="yes") for _ in "12"]
    assert [one.json["stored"] for one in signs] == [True, True]
    assert len(rows(each_database, Measurement)) == 1


def test_a_barrier_and_a_note(rosa, world, walk, each_database):
    base = f"/patients/{world.rosa_patient.id}/today"
    for _ in range(2):
        sent = send(
            rosa, f"{base}/items/{walk}/barrier", barrier="own", own="The lift broke", day="", client_key="k1"
        )
        assert "/plan" in sent.json["address"]
    (row,) = rows(each_database, ProgressEntry)
    empty = send(rosa, f"{base}/items/{walk}/barrier", barrier="own", own=" ", day="", client_key="k2")
    assert empty.status_code == 422
    assert empty.json["fields"]["own"] == "Write what got in the way."
    for _ in range(2):
        assert send(rosa, f"{base}/entries/{row.id}/note", note="All day", before="").json["stored"]
    other = send(rosa, f"{base}/entries/{row.id}/note", note="Since noon", before="")
    assert (other.status_code, other.json["theirs"]) == (409, "All day")


def test_an_answer_comes_twice_and_never_over_another(rosa, world, each_database):
    page = open_form(rosa, world, ask_rosa(each_database, world, "before-your-visit"))
    fields = {
        name: value for name, value in defaults(page.form(button="Next"), "Next").items() if name != "csrf_token"
    }
    fields |= {"go": "next", "answer": "My knee"}
    for _ in range(2):
        sent = send(rosa, page.path, ago=timedelta(hours=3), **fields)
        assert sent.json["stored"]
        assert sent.json["address"] != page.path
    (answer,) = [row for row in rows(each_database, Answer) if row.values]
    assert clock.now() - answer.answered_at == timedelta(hours=3)
    assert answer.revision == 1
    older = send(rosa, page.path, **fields | {"answer": "My hip", "key": "another-page", "revision": "0"})
    assert older.status_code == 409
    assert older.json.get("stored") is False
    with each_database.write() as session:
        session.execute(sa.update(Response).values(submitted_at=clock.now()))
    late = send(rosa, page.path, **fields | {"answer": "My hip"})
    assert late.status_code == 410
    assert [row.values for row in rows(each_database, Answer) if row.values] == [answer.values]


def test_only_the_page_that_holds_what_was_refused_says_so(rosa, world):
    """Then the phone need not keep it any longer; any other page leaves it there."""
    path = f"/patients/{world.rosa_patient.id}/measure/weight"
    typed = {"weight": "950", "unit": "kg", "client_key": "k1", "held": "k1"}
    page = rosa.post(path, status=422, **typed)
    assert defaults(page.form(button="Write it down"), "Write it down")["weight"] == "950"
    assert _held(page) == "k1"
    assert _held(rosa.get(path)) is None
    item = f"/patients/{world.rosa_patient.id}/today/items/none"
    gone = rosa.post(item, status=404, **typed, outcome="did", day="")
    assert _held(gone) is None
    pressure = {"systolic": "212", "diastolic": "131", "client_key": "k1", "held": "k1"}
    question = rosa.post(f"/patients/{world.rosa_patient.id}/measure/blood_pressure", status=422, **pressure)
    assert _held(question) == "k1"
    assert not [one for one in question.tree.walk() if one.attrs.get("name") == "held"]


def _held(page):
    (box,) = [node for node in page.tree.walk() if node.attrs.get("data-module") == "waits"]
    return box.attrs.get("data-held")


def test_who_is_here(client_as, rosa, world, walk):
    nobody = client_as().http.get("/here")
    assert nobody.json == {"account": None, "csrf": None}
    assert nobody.headers["Cache-Control"] == "no-store"
    hers = rosa.http.get("/here").json
    assert hers["account"] == world.rosa.id
    assert client_as(world.otto).http.get("/here").json["account"] == world.otto.id
    token = {"X-CSRFToken": hers["csrf"], "Accept": "application/json"}
    path = f"/patients/{world.rosa_patient.id}/today/items/{walk}"
    fields = {"outcome": "did", "day": "", "client_key": "k9"}
    assert rosa.http.post(path, data=fields, headers=token).json["stored"]
    signed_out = client_as().http.post(path, data=fields, headers=token)
    assert signed_out.status_code == 401
    stranger = send(client_as(world.stranger), path, **fields)
    assert (stranger.status_code, "stored" in stranger.json) == (404, False)


@pytest.mark.parametrize(("done", "sent"), [("0", "9" * 14), ("9" * 14, "0"), ("9" * 14, "9" * 14), ("0", "0")])
def test_moments_thousands_of_years_away_are_no_reason_to_refuse(rosa, world, walk, database, done, sent):
    times = {"done_at": done, "sent_at": sent}
    answer = rosa.http.post(
        f"/patients/{world.rosa_patient.id}/today/items/{walk}",
        data={"csrf_token": rosa.token(), "outcome": "did", "day": "2026-03-10", "client_key": "k1", **times},
        headers={"Accept": "application/json"},
    )
    assert answer.json["stored"]
    assert [row.happened_at for row in rows(database, ProgressEntry)] == [clock.now()]
