"""A page is light enough for an old phone on a bad line: bytes as they travel, compressed by the server."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import Account

FIRST_VISIT = 14_000
"""HTML and style sheet of a patient page together: about one round trip of a fresh connection."""
SCRIPTS = 20_000
"""All scripts of the product together, the worker included."""


@pytest.fixture
def demo(config, database, app):
    """The demo practice and its listing."""
    from app.cli import demo as command
    from app.cli import story

    with database.write() as session:
        hashes = {actor.sign_in: "no passphrase: tests start the session directly" for actor in story.CAST.everybody}
        story.tell(session, config.practice.time_zone, hashes)
    return command.listing(config, database)


def _travels(client, path: str) -> int:
    answer = client.http.get(path, headers={"Accept-Encoding": "br"}, follow_redirects=True)
    assert answer.status_code == 200, f"{path} answers {answer.status_code}"
    return len(answer.data)


def test_a_first_visit_to_any_patient_page_is_light(app, demo, database, client_as):
    release = app.extensions["handrail.assets"].release
    sheet = _travels(client_as(), f"/static/{release}/css/patient.css")
    heavy, seen = [], 0
    for page in demo["pages"]:
        account = demo["accounts"][page["as"]]
        if account["role"] not in ("patient", "proxy") or not page["path"].startswith(("/patients/", "/help")):
            continue
        with database.read() as session:
            who = session.scalars(sa.select(Account).where(Account.sign_in == account["sign_in"])).one()
        size = _travels(client_as(who), page["path"])
        seen += 1
        if size + sheet > FIRST_VISIT:
            heavy.append(f"{page['path']}: {size} bytes of HTML and {sheet} of style, {FIRST_VISIT} allowed")
    assert not heavy, "Split the page, or take something off it:\n" + "\n".join(heavy)
    assert seen > 20


def test_all_scripts_together_are_light(app, client_as):
    assets = app.extensions["handrail.assets"]
    client = client_as()
    sizes = {
        path: _travels(client, f"/static/{assets.release}/{path}")
        for path in assets.files
        if path.endswith(".js") and not path.startswith("js/sw/")
    }
    sizes["/sw.js"] = _travels(client, "/sw.js")
    listed = "\n".join(f"{size:6} {path}" for path, size in sorted(sizes.items(), key=lambda item: -item[1]))
    assert sum(sizes.values()) <= SCRIPTS, f"{sum(sizes.values())} bytes of script, {SCRIPTS} allowed:\n{listed}"
    assert len(sizes) > 3
