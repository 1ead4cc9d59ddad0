"""A practice over a line that can be broken, one for each file, and phones whose storage is on the disk."""

import pytest
from playwright.sync_api import sync_playwright

from tests.pwa.outbox_days import kept_phone, practice


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    with practice(tmp_path_factory.mktemp("practice")) as one:
        yield one


@pytest.fixture(scope="module")
def playwright():
    with sync_playwright() as running:
        yield running


@pytest.fixture
def a_phone(playwright, tmp_path, there):
    """A phone with the worker. The line is whole again after the test."""
    context = kept_phone(playwright, tmp_path / "profile")
    yield context
    there.line.how, there.line.where = "ok", ""
    context.close()
