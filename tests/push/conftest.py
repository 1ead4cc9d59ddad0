"""A key pair, a push service and a client for the tests of this folder."""

import pytest

from app.push.post import open_client
from app.secrets import vapid_keys
from tests.support.push_service import PushService


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    return vapid_keys(tmp_path_factory.mktemp("keys"), None, "mailto:reminders@handrail.example")


@pytest.fixture
def service(keys):
    with PushService(keys.public_b64) as running:
        yield running


@pytest.fixture
def client(service):
    with open_client([service.origin]) as opened:
        yield opened
