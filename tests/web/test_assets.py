"""Static files: one release, kept for ever; another release is never kept."""

from __future__ import annotations

from app.web.assets import STATIC, Assets, squeeze


def test_this_release_may_be_kept_for_ever(app, client_as):
    assets = app.extensions["handrail.assets"]
    answer = client_as().http.get(f"/static/{assets.release}/js/boot.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"].startswith("text/javascript")


def test_an_older_release_is_answered_but_not_kept(client_as):
    answer = client_as().http.get("/static/000000000000/js/boot.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


def test_what_is_not_listed_is_not_there(app, client_as):
    release = app.extensions["handrail.assets"].release
    for path in ("js/nothing.js", "../config.py", "css/patient.list", "%2e%2e/config.py"):
        assert client_as().http.get(f"/static/{release}/{path}").status_code == 404, path


def test_a_changed_file_makes_a_new_release(tmp_path):
    (tmp_path / "css").mkdir()
    (tmp_path / "a.js").write_text("1")
    first = Assets(tmp_path).release
    (tmp_path / "a.js").write_text("2")
    assert Assets(tmp_path).release != first


def test_sheets_lose_comments_and_idle_space_only():
    assert squeeze("/* why */ a:hover > b , c { margin : 0 ; inline-size: calc(1rem + 2px); }\n") == (
        "a:hover>b,c{margin : 0;inline-size: calc(1rem + 2px)}"
    )


def test_scripts_travel_without_what_only_people_need():
    scripts = {name: text.decode() for name, text in Assets().files.items() if name.endswith(".js")}
    assert len(scripts) > 20
    for name, text in scripts.items():
        written = (STATIC / name).read_text()
        assert written.startswith("// "), f"{name}: say first what it is for"
        assert written.splitlines()[0] not in text
        assert len(text) < len(written)
