"""The client that every page test uses, tried out on pages that are really there."""

import pytest

from app.i18n import PSEUDO


def test_a_visitor_without_an_account_is_asked_to_sign_in(client_as):
    page = client_as().get("/")
    assert page.tree.all("form")


def test_a_missing_page_is_a_page_too(client_as):
    assert client_as().get("/no-such-page", status=404).h1


def test_sign_in_in_the_pseudo_language(client_as):
    page = client_as(lang=PSEUDO).get("/")
    assert "⟦" in page.h1


def test_the_language_is_the_accounts(client_as, world, database):
    with database.write() as session:
        session.merge(world.rosa).language = "es"
    world.rosa.language = "es"
    client_as(world.rosa).get("/devices")


def test_an_unexpected_status_is_shown_with_its_words(client_as):
    with pytest.raises(AssertionError, match="answers 404, not 200"):
        client_as().get("/no-such-page")
