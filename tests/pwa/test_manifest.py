"""What a phone asks before it puts the app on its home screen."""

import struct

import pytest


@pytest.fixture
def manifest(client_as):
    page = client_as().get("/manifest.webmanifest")
    assert page.headers["Content-Type"].startswith("application/manifest+json")
    return page.json


def test_what_never_changes(manifest):
    assert (manifest["id"], manifest["start_url"], manifest["scope"]) == ("/", "/", "/")
    assert manifest["display"] == "standalone"


def test_neutral_names_that_fit(manifest):
    assert manifest["name"] == "Handrail"
    assert len(manifest["short_name"]) <= 12


def test_icons_are_there_in_the_size_they_say(manifest, client_as):
    kinds = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= kinds
    client = client_as()
    for icon in manifest["icons"]:
        answer = client.http.get(icon["src"])
        assert answer.status_code == 200
        assert answer.mimetype == icon["type"]
        assert f"{'x'.join(map(str, struct.unpack('>II', answer.data[16:24])))}" == icon["sizes"]
        assert len(answer.data) < 10_000


def size_of(answer) -> str:
    """Width and height as the file itself says them."""
    assert answer.data[:8] == b"\x89PNG\r\n\x1a\n"
    return "x".join(map(str, struct.unpack(">II", answer.data[16:24])))


def test_shortcuts_lead_somewhere_and_have_a_picture_each(manifest, client_as, world):
    assert [s["name"] for s in manifest["shortcuts"]] == ["Today", "Log", "Help now"]
    person, seen = f"/patients/{world.rosa_patient.id}", []
    for shortcut in manifest["shortcuts"]:
        client_as().get(shortcut["url"])
        seen.append(client_as(world.rosa).get(shortcut["url"]).path)
        picture = client_as().http.get(shortcut["icons"][0]["src"])
        assert size_of(picture) == shortcut["icons"][0]["sizes"] == "96x96"
    assert seen == [f"{person}/today", f"{person}/measure", "/help-now"]
    assert len({shortcut["icons"][0]["src"] for shortcut in manifest["shortcuts"]}) == 3


def test_the_shortcut_log_is_for_the_one_person_one_may_log_for(client_as, world):
    assert client_as(world.otto).get("/log").path == f"/patients/{world.rosa_patient.id}/measure"
    assert client_as(world.nurse).get("/log").h1 == "Worklist"
    assert client_as(world.stranger).get("/log").path == "/people"


def test_screenshots_for_phone_and_computer(manifest, client_as):
    assert {shot["form_factor"] for shot in manifest["screenshots"]} == {"narrow", "wide"}
    for shot in manifest["screenshots"]:
        answer = client_as().http.get(shot["src"])
        assert size_of(answer) == shot["sizes"]
        assert len(answer.data) < 60_000
        width, height = map(int, shot["sizes"].split("x"))
        assert min(width, height) >= 320
        assert max(width, height) <= 2.3 * min(width, height), "browsers leave out what is longer"


@pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("es", "ltr"), ("en-XA", "rtl")])
def test_it_speaks_the_readers_language(client_as, lang, direction):
    given = client_as(lang=lang).get("/manifest.webmanifest").json
    assert (given["lang"], given["dir"]) == (lang, direction)


def test_nothing_of_the_person_is_in_it(client_as, world):
    named = client_as(world.rosa).get("/manifest.webmanifest").html
    assert world.rosa.name not in named
    assert named == client_as().get("/manifest.webmanifest").html
