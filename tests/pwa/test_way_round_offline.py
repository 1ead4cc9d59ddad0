"""Something got in the way without a network: the person's own way round shows at once, on the page that is open."""

import sqlalchemy as sa

from app.models import ProgressEntry
from tests.care.progress import plans
from tests.pwa.outbox_days import KEPT, WAIT
from tests.support import phone
from tests.support.hosted import hosted


def test_the_own_line_shows_where_the_press_is_kept(config, database, world):
    with database.write() as session:
        version = plans.version(session, world.rosa_patient, world.nurse)
        walk = plans.item(session, version, what="Walk to the corner shop")
        plans.coping(session, version, walk)
        plans.coping(session, version, walk, "pain", if_words="my knee hurts", then_words="I do it sitting down")
        plans.on_day(session, walk, world.rosa)
    with hosted(config, database) as site, phone.opened() as running:
        context = phone.phone(running)
        site.signs_in(context, world.rosa)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.goto(f"{site.url}/patients/{world.rosa_patient.id}/today/items/{walk.key}/barrier")
        page.wait_for_load_state("networkidle")
        ways = page.locator("[data-then]:visible")
        assert ways.count() == 0
        context.set_offline(True)

        page.get_by_role("button", name="it rains").click()
        page.get_by_text(KEPT).wait_for()
        assert ways.all_inner_texts() == [
            "You had a plan for that.\nIf: it rains\nThen I will: I walk the stairs with the radio on"
        ]
        assert 0 <= ways.locator("h2").bounding_box()["y"] < 200, "it is on the screen"
        page.wait_for_timeout(1600)  # the same form goes off once in that time
        page.get_by_role("button", name="my knee hurts").click()
        page.get_by_text("Then I will: I do it sitting down").wait_for()
        assert ways.count() == 1
        page.wait_for_timeout(1600)
        page.get_by_role("button", name="I forgot").click()
        page.get_by_text("Then I will: I do it sitting down").wait_for(state="hidden")
        assert ways.count() == 0, "there is no line for that"

        page.wait_for_timeout(1600)
        page.get_by_role("button", name="it rains").click()
        ways.wait_for()
        context.set_offline(False)
        page.get_by_text("Sent now. It is written down.").wait_for()
        page.get_by_role("link", name="Go on", exact=True).click()
        page.get_by_role("button", name="I will do that").wait_for()
    with database.read() as session:
        assert session.scalars(sa.select(ProgressEntry.barrier)).all() == ["it rains"]
