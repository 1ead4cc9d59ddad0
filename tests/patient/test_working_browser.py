"""*Are my reminders working?* in Chromium: what the browser allows, and a test that comes by itself."""

import sqlalchemy as sa

from app.jobs.send_reminders import send_once
from app.models import PushSubscription
from tests.support.push_phone import deliver, in_hand

ON, OFF, BLOCKED = "This device gets your reminders.", "Turn on reminders here", "Your browser blocks our reminders."


def test_from_a_browser_that_says_no_to_a_test_that_works(config, database, world, service):
    def true_here(words):
        """Only this of the three is shown."""
        page.get_by_text(words).wait_for()
        return not any(page.get_by_text(other).is_visible() for other in {ON, OFF, BLOCKED} - {words})

    page_of = f"/patients/{world.rosa_patient.id}/reminders/working"
    with in_hand(config, database, service, world.rosa, page_of) as (page, _subscription, settings):
        assert true_here(OFF)
        assert not page.get_by_role("button", name="Send me one now").count(), "there is no device to send to"
        page.evaluate("localStorage.setItem('answer', 'denied')")
        page.get_by_role("button", name=OFF).click()
        assert true_here(BLOCKED)
        page.reload()
        assert true_here(BLOCKED)

        page.evaluate("localStorage.setItem('permission', 'granted')")  # in the settings of the browser
        page.reload()
        assert true_here(OFF)
        with database.read() as session:
            assert session.scalars(sa.select(PushSubscription)).all() == [], "nobody tapped"
        page.evaluate("localStorage.removeItem('answer')")
        page.get_by_role("button", name=OFF).click()
        assert true_here(ON)

        page.get_by_role("button", name="Send me one now").click()
        page.get_by_text("We are sending it now.").wait_for()
        assert send_once(settings) == 1
        page.get_by_text("It is sent. Your device has not told us yet").wait_for()
        deliver(page, settings.public_url, service.messages[-1].text)
        page.get_by_text("It works. Your device showed it at").wait_for()
        assert true_here(ON)
