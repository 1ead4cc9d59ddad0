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


def test_shortcuts_lead_somewhere(manifest, client_as):
    assert [s["name"] for s in manifest["shortcuts"]] == ["Today", "Help now"]
    for shortcut in manifest["shortcuts"]:
        client_as().get(shortcut["url"])


@pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("es", "ltr"), ("en-XA", "rtl")])
def test_it_speaks_the_readers_language(client_as, lang, direction):
    given = client_as(lang=lang).get("/manifest.webmanifest").json
    assert (given["lang"], given["dir"]) == (lang, direction)


def test_nothing_of_the_person_is_in_it(client_as, world):
    named = client_as(world.rosa).get("/manifest.webmanifest").html
    assert world.rosa.name not in named
    assert named == client_as().get("/manifest.webmanifest").html
