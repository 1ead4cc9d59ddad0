"""Every route says what it needs, the list of them is reviewed, and strangers get nothing from any of them."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.access.permissions import Permission
from app.db import Base
from tests.support import any_rows
from tests.support.routes import all_routes

LIST = Path(__file__).with_name("routes.txt")
HOW = "Read the difference; if it is meant, type: .venv/bin/python -m pytest tests/house --write-routes"


@pytest.fixture
def routes(app):
    return all_routes(app)


def test_every_route_declares_its_need(routes):
    wrong = [str(r) for r in routes if r.need == "nothing"]
    assert not wrong, "Add the route with pages.get(…, needs=…) or pages.post(…, needs=…):\n" + "\n".join(wrong)


def test_the_reviewed_list_of_routes_is_this_one(routes, request):
    now = [str(r) for r in routes]
    if request.config.getoption("--write-routes"):
        LIST.write_text("\n".join(now) + "\n")
    reviewed = LIST.read_text().splitlines() if LIST.exists() else []
    new, gone = [r for r in now if r not in reviewed], [r for r in reviewed if r not in now]
    assert not new, f"Routes nobody reviewed. {HOW}\n" + "\n".join(new)
    assert not gone, f"Reviewed routes that are gone. {HOW}\n" + "\n".join(gone)


def test_a_patient_in_the_address_means_a_permission(routes):
    permissions = {str(p) for p in Permission}
    wrong = [str(r) for r in routes if r.on_a_patient != (r.need in permissions)]
    assert not wrong, "needs= must be a Permission exactly where <patient_id> is in the address:\n" + "\n".join(wrong)


def test_nobody_gets_anything_without_signing_in(app, routes, world, client_as):
    visitor = client_as()
    for route in routes:
        if route.need == "public":
            continue
        address = route.address(app, patient_id=world.rosa_patient.id)
        sent = {"data": {"csrf_token": visitor.token()}} if route.method == "POST" else {}
        answer = visitor.http.open(address, method=route.method, headers={"Accept": "text/html"}, **sent)
        body = answer.get_data(as_text=True)
        where = answer.headers.get("Location", "")
        assert answer.status_code in (401, 403) or (answer.status_code == 303 and "/sign-in" in where), (
            f"{route} answers {answer.status_code} to somebody who is not signed in"
        )
        assert "Rosa" not in body, f"{route} names the patient to somebody who is not signed in"


@pytest.mark.parametrize("who", ["stranger", "ruben", "admin", "privacy"])
def test_a_stranger_learns_nothing(app, routes, world, client_as, who):
    visitor = client_as(getattr(world, who))
    for route in routes:
        if not route.on_a_patient:
            continue
        address = route.address(app, patient_id=world.rosa_patient.id)
        nowhere = route.address(app, patient_id="n" * 16)
        sent = {"data": {"csrf_token": visitor.token()}} if route.method == "POST" else {}
        real = visitor.http.open(address, method=route.method, **sent)
        unreal = visitor.http.open(nowhere, method=route.method, **sent)
        assert real.status_code == 404, f"{route} answers {real.status_code} to {who}; a stranger gets 404"
        assert _words(real) == _words(unreal), f"{route} tells {who} that this patient exists"


def test_patients_do_not_reach_staff_pages(app, routes, world, client_as):
    visitor = client_as(world.rosa)
    for route in routes:
        if route.need not in ("staff", "work"):
            continue
        sent = {"data": {"csrf_token": visitor.token()}} if route.method == "POST" else {}
        answer = visitor.http.open(route.address(app), method=route.method, **sent)
        assert answer.status_code == 404, f"{route} answers {answer.status_code} to a patient; it should be 404"


@pytest.mark.parametrize("who", ["ruben", "nurse"])
def test_another_persons_ids_open_nothing(app, routes, world, client_as, database, who):
    """Own address, the ids of somebody else's rows: nothing is shown and nothing changes."""
    with database.write() as session:
        rows = any_rows.fill(session, world.rosa_patient, world.otto)
        session.execute(
            sa.delete(Base.metadata.tables["care_team_member"]).where(
                sa.column("patient_id") == world.rosa_patient.id
            )
        )  # so that the nurse is on Ruben's team alone
    visitor, before = client_as(getattr(world, who)), _rows_of(database, world.rosa_patient.id)
    for route in routes:
        if not route.on_a_patient:
            continue
        for values in _ids_for(route, rows):
            address = route.address(app, patient_id=world.ruben_patient.id, **values)
            sent = {"data": {"csrf_token": visitor.token()}} if route.method == "POST" else {}
            answer = visitor.http.open(address, method=route.method, **sent)
            body = _text(answer)
            assert answer.status_code < 500, f"{route.method} {address} breaks ({answer.status_code})"
            assert any_rows.MARK not in body, (
                f"{route.method} {address} shows another person's words. Reach rows with records.of(…) instead."
            )
            assert "Rosa" not in body, f"{route.method} {address} names another person"
    assert _rows_of(database, world.rosa_patient.id) == before, (
        "A route changed another person's rows. Reach rows with records.of(…) or records.one(…) instead."
    )


def _ids_for(route, rows):
    """What to put into the address: the ids and keys of the rows that its names speak of, else of all rows."""
    words = {n for n in route.arguments if "Integer" not in type(route.rule._converters[n]).__name__}
    if not words:
        return [{}]
    found = []
    for table, row in rows.items():
        values = {n: row.get("key") if n == "key" else row.get("id") for n in words if n != "kind"}
        names = {n.removesuffix("_id") for n in words if n.endswith("_id")}
        if all(values.values()) and all(table.endswith(n) for n in names):
            found.append(values)
    return found or [dict.fromkeys(words, row["id"]) for row in rows.values() if "id" in row]


def _text(answer) -> str:
    """All that an answer says, also inside a file that holds files."""
    if answer.mimetype != "application/zip":
        return answer.get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as zipped:
        return " ".join(zipped.read(name).decode("utf-8", "replace") for name in zipped.namelist())


def _words(answer) -> str:
    import re

    body = answer.get_data(as_text=True)
    body = re.sub(r'(nonce|value|content)="[^"]*"', "", body)
    return re.sub(r"/patients/[a-z0-9]+", "", body)


def _rows_of(database, patient_id: str) -> dict[str, str]:
    found = {}
    with database.read() as session:
        for table in Base.metadata.sorted_tables:
            if "patient_id" in table.c and table.name != "audit_event":
                rows = session.execute(sa.select(table).where(table.c.patient_id == patient_id)).all()
                found[table.name] = hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()
    return found
