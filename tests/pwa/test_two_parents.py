"""Somebody who helps two people goes to and fro fifty times: in one page, in two tabs, with slow answers, with Back.

Each reading carries a number of its own, so that what is stored shows for whom it was meant.
"""

import re
import sqlite3
import time
from pathlib import Path

from tests.pwa.outbox_days import press

PEOPLE = ("Rosa Marlow, born 1948", "Wen Parkhill, born 1955")
TURNS = 50
SLOW = 0.5  # seconds that an answer takes on its way


def test_fifty_times_to_and_fro_nothing_goes_to_the_wrong_one(a_phone, there):
    one, other = a_phone.new_page(), a_phone.new_page()
    there.sign_in(one, "leo")
    homes = _homes(one, there.line.url)
    meant = {0: [], 1: []}
    in_view = 0
    for turn in range(TURNS):
        who, steps = (turn + turn // 5) % 2, 1000 + turn
        match turn % 5:
            case 0:  # by the home, as a hand does it
                one.goto(homes[1 - who] + "/today")
                one.get_by_role("link", name="Switch").click()
                one.locator(".person a.band", has_text=PEOPLE[who]).click()
                one.wait_for_url(homes[who] + "/today")
                _write(one, homes[who], steps, who)
            case 1:  # the other one's form is open in a second tab while this is sent
                _open(one, homes[who])
                _open(other, homes[1 - who])
                _fill(one, steps, who)
            case 2:  # and now that tab, which is older than what was just sent
                _fill(other, steps, who)
            case 3:  # a slow answer, and meanwhile the other one is looked at
                _open(one, homes[who])
                one.route("**/measure/steps", _slowly)
                one.fill("[name=steps]", str(steps))
                press(one)
                other.goto(homes[1 - who] + "/today")
                one.wait_for_url("**/measurements/*")
                one.unroute("**/measure/steps")
                in_view = who
            case 4:  # back to the form that was sent, and on from there: it is still the same person's
                who = in_view
                one.go_back()
                one.wait_for_url(homes[who] + "/measure/steps")
                _fill(one, steps, who)
        meant[who].append(steps)
    assert _stored(there, homes) == meant
    assert min(len(found) for found in meant.values()) > 15


def test_a_page_that_back_brings_again_is_empty_until_it_is_loaded_anew(a_phone, there):
    page = a_phone.new_page()
    there.sign_in(page, "leo")
    first, second = _homes(page, there.line.url)
    page.goto(first + "/today")
    kept = "() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
    page.evaluate(kept)
    assert not page.locator("h1").is_visible(), "nothing of one may flash up while the other is looked at"
    page.goto(second + "/today")
    page.go_back()
    page.get_by_text(PEOPLE[0]).wait_for()
    assert not page.get_by_text(PEOPLE[1]).is_visible()


def _homes(page, url):
    """The pages of the two, by their own names at home."""
    page.goto(url + "/people")
    links = [page.locator(".person a.band", has_text=name).get_attribute("href") for name in PEOPLE]
    return [url + link.removesuffix("/today") for link in links]


def _open(page, home):
    page.goto(home + "/measure/steps")
    page.locator("form[data-holds]").first.wait_for(state="attached")


def _write(page, home, steps, who):
    _open(page, home)
    _fill(page, steps, who)


def _fill(page, steps, who):
    assert page.locator("header.band strong").inner_text() == PEOPLE[who]
    page.locator("form[data-holds]").first.wait_for(state="attached")
    page.fill("[name=steps]", str(steps))
    assert (
        page.get_by_role("button", name=re.compile("^Write it down for"))
        .inner_text()
        .endswith(PEOPLE[who].split()[0])
    )
    press(page)
    page.wait_for_url("**/measurements/*")


def _slowly(route):
    time.sleep(SLOW)
    route.continue_()


def _stored(there, homes):
    file = Path(there.installation.env["HANDRAIL_DATA"]) / "handrail.db"
    with sqlite3.connect(file, timeout=10) as db:
        rows = db.execute(
            "select patient_id, canonical from measurement where kind = 'steps' and canonical >= 1000 "
            "and canonical < 1050 order by canonical"
        ).fetchall()
    found = {0: [], 1: []}
    for patient, steps in rows:
        found[next(n for n, home in enumerate(homes) if home.endswith(patient))].append(int(steps))
    return found
