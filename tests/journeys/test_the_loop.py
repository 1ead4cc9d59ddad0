"""The whole loop at phone size, on both databases: a nurse and a new patient go all the way round, twice.

Invite, prepare, read, plan, decide, live it, be reminded, see, review and change.
"""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from app.config import Config
from tests.journeys import persons_side as mari
from tests.journeys import staff_side as nurse
from tests.journeys.walker import Walker
from tests.support import live
from tests.support.phone import opened, phone
from tests.support.push_phone import STAND_IN
from tests.support.push_service import PushService


@pytest.fixture
def installation(each_database, tmp_path):
    """The product as a person gets it, with a push service of ours beside it."""
    with (
        PushService() as service,
        live.serve(tmp_path, each_database.url, HANDRAIL_PUSH_ORIGINS=service.origin) as it,
    ):
        service.application_key = Config.from_env(it.env).vapid.public_b64
        yield it, service


@pytest.fixture
def browser():
    with opened() as running:
        yield running


def nurse_at_work(browser: Browser, it: live.Live) -> Walker:
    """Ines of the demo practice, on her laptop, signed in with her passphrase."""
    ines = next(one for one in it.demo()["accounts"] if one["sign_in"] == "ines")
    walker = Walker(phone(browser, viewport={"width": 1280, "height": 800}, is_mobile=False), it.url)
    walker.opens("/")
    walker.types("Your sign-in name", ines["sign_in"])
    walker.types("Your passphrase", "not her passphrase")
    walker.presses("Sign in")
    walker.reads("That name and passphrase do not fit together.")
    walker.types("Your passphrase", ines["secret"])
    walker.presses("Sign in")
    walker.reads("Worklist")
    return walker


def persons_phone(browser: Browser, it: live.Live, service: PushService) -> Walker:
    """A new phone that allows notifications; the subscription is a stand-in with the test's own keys."""
    context = phone(browser, permissions=["notifications"])
    keys = json.dumps(service.subscribe().as_json())
    context.add_init_script(STAND_IN.replace('"__SUBSCRIPTION__"', keys))
    return Walker(context, it.url)


@pytest.mark.timeout(600)
def test_all_the_way_round(browser, installation):
    it, service = installation
    ines, maria = nurse_at_work(browser, it), persons_phone(browser, it, service)

    code = nurse.invite(ines)
    mari.come_in(maria, code)
    record = nurse.send_questions(ines)
    mari.prepare(maria)
    nurse.read_the_answers(ines, maria)
    nurse.draft_and_offer(ines, record)
    mari.decide_item_by_item(maria)
    nurse.answer_the_question(ines, maria)
    mari.be_reminded(maria, it, service)
    mari.live_it(maria)
    nurse.see_and_close(ines)
    nurse.review_and_change(ines, maria, record)
    mari.only_the_change_asks_again(maria)

    faults = ines.faults + maria.faults
    assert not faults, "\n".join(faults)
    assert len(ines.looked) > 12, "the nurse met fewer pages than the loop has"
    assert len(maria.looked) > 15, "the patient met fewer pages than the loop has"
