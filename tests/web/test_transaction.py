"""One request, one transaction: what was refused leaves nothing, what was said was stored."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.config import Config
from app.db import Database
from app.errors import Conflict, Invalid
from app.models import Throttle
from app.web.context import current
from app.web.needs import PUBLIC
from app.web.pages import Pages
from app.web.render import say, see


@pytest.fixture
def app(config: Config, database: Database) -> Flask:
    """The application with a few more pages that write."""
    from app import clock, create_app

    app = create_app(config, database)
    pages = Pages("probe", __name__, url_prefix="/probe")

    def write(key: str) -> None:
        now = clock.now()
        current.session.add(Throttle(key=key, tries=0, last_at=now, next_at=now))

    @pages.post("/kept", needs=PUBLIC)
    def kept():
        write("kept")
        say("Stored.")
        return see("account.sign_in")

    @pages.post("/refused", needs=PUBLIC)
    def refused():
        write("refused")
        current.session.flush()
        raise Invalid("Not like this.", {"field": "Mend me."})

    @pages.post("/answered-422", needs=PUBLIC)
    def answered():
        write("answered")
        return "look again", 422

    @pages.post("/conflict", needs=PUBLIC)
    def conflict():
        raise Conflict("Two texts.", mine="my long text about it", theirs="their long text about it")

    @pages.post("/late-fault", needs=PUBLIC)
    def late_fault():
        write("twice")
        with current.database.engine.connect() as other:
            other.commit()
        current.session.add(Throttle(key="twice", tries=1, last_at=clock.now(), next_at=clock.now()))
        say("Stored.")
        return see("account.sign_in")

    app.register_blueprint(pages)
    return app


def _keys(database: Database) -> set[str]:
    with database.read() as session:
        return set(session.scalars(sa.select(Throttle.key)))


def test_a_view_that_returned_is_committed(client_as, database):
    page = client_as().post("/probe/kept")
    assert page.says("Stored.")
    assert _keys(database) == {"kept"}


@pytest.mark.parametrize(("path", "status"), [("/probe/refused", 422), ("/probe/answered-422", 422)])
def test_a_refusal_leaves_nothing(client_as, database, path, status):
    client = client_as()
    token = client.token()
    response = client.http.post(path, data={"csrf_token": token})
    assert response.status_code == status
    assert _keys(database) == set()


def test_a_commit_that_fails_is_never_called_success(client_as, database):
    client = client_as()
    response = client.http.post("/probe/late-fault", data={"csrf_token": client.token()})
    assert response.status_code == 409
    assert "Stored." not in response.text
    assert _keys(database) == set()


def test_a_conflict_shows_both_texts(client_as):
    page = client_as().post("/probe/conflict", status=409)
    assert page.says("my long text about it", "their long text about it")


def test_json_callers_get_json(client_as):
    client = client_as()
    headers = {"X-CSRFToken": client.token(), "Accept": "application/json"}
    response = client.http.post("/probe/refused", headers=headers)
    assert response.status_code == 422
    assert response.get_json() == {"words": "Not like this.", "fields": {"field": "Mend me."}}


def test_without_a_token_nothing_happens_and_the_text_is_shown_again(client_as, database):
    text = "a long text that somebody typed with care"
    response = client_as().http.post("/probe/kept", data={"note": text})
    assert response.status_code == 400
    assert text in response.text
    assert _keys(database) == set()


def test_another_site_is_refused(client_as, database):
    client = client_as()
    token = client.token()
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.http.post("/probe/kept", data={"csrf_token": token}, headers=headers).status_code == 403
    assert _keys(database) == set()


def test_every_text_is_shown_again_also_beside_two_others(client_as):
    """A long form: all its texts, and not only those of the conflict."""
    texts = {f"field{n}": f"text number {n} of many" for n in range(12)}
    page = client_as()
    response = page.http.post("/probe/conflict", data={"csrf_token": page.token(), **texts})
    assert response.status_code == 409
    assert not [text for text in texts.values() if text not in response.text]
