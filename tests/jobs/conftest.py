"""A push service beside the test's installation, and the means to send once."""

from collections.abc import Callable

import pytest

from app.jobs.send_reminders import send_once


@pytest.fixture
def settings(config, service):
    """The settings of an installation that may send to the test's push service."""
    service.application_key = config.vapid.public_b64
    return config.with_(push_origins=(service.origin,), public_url="https://plan.example.org")


@pytest.fixture
def send(settings) -> Callable[[], int]:
    """Send what is due; the number of rows worked on."""
    return lambda: send_once(settings)
