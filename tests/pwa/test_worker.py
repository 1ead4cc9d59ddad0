"""The worker's text and headers; what it does is seen in a browser (test_worker_at_work)."""

import json
import re

import pytest

from app.pwa.worker import PARTS
from app.web.assets import STATIC


@pytest.fixture
def script(client_as):
    return client_as().get("/sw.js").html


def test_it_answers_for_the_whole_site_and_is_asked_for_anew(client_as):
    page = client_as().get("/sw.js")
    assert page.headers["Content-Type"].startswith("text/javascript")
    assert page.headers["Cache-Control"] == "no-cache"


def test_everything_is_filled_in(script):
    assert not re.search(r"__[A-Z]+__", script)


def test_it_stays_short_enough_to_be_read_in_one_go():
    files = sorted(STATIC.glob("js/sw/*.js"))
    assert [file.relative_to(STATIC).as_posix() for file in files] == sorted(PARTS), "every part is in the worker"
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files) < 250


def test_it_belongs_to_this_release_and_language(app, client_as, script):
    release = app.extensions["handrail.assets"].release
    assert f'"{release}-en"' in script
    assert f'"{release}-es"' in client_as(lang="es").get("/sw.js").html


def test_what_it_keeps_is_there_and_public(client_as, script):
    files = json.loads(re.search(r"(?:const|let) FILES=(\[.*?\]);", script).group(1))
    client = client_as()
    for path in [*files, "/offline", "/help-now", "/waiting", "/copy", "/sign-out-here"]:
        assert client.http.get(path).status_code == 200, path
    assert any(path.endswith("css/patient.css") for path in files)
    assert all(path.startswith("/static/") for path in files)


def test_it_does_not_take_over_in_the_middle_of_a_form(script):
    assert re.findall(r"[^;{}]*skipWaiting[^;{}]*", script) == ['if(event.data==="take over")skipWaiting()']


@pytest.mark.parametrize("path", ["/offline", "/help-now", "/waiting", "/copy", "/sign-out-here"])
def test_kept_pages_hold_nothing_of_a_session(client_as, world, path):
    visitor = client_as(world.rosa)
    with visitor.http.session_transaction() as cookie:
        cookie["_flashes"] = [("message", "Your answer is saved.")]
    page = visitor.get(path)
    assert "csrf" not in page.html
    assert "Your answer is saved." not in page.html
    assert world.rosa.name not in page.html
    assert world.rosa_patient.preferred_name not in page.html
    assert world.rosa.id not in page.html
