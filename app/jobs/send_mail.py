"""Send the e-mails that are due: claim one row, hand it over outside any transaction, record what happened, next row.

A process that dies between handing over and recording sends that one again: rather twice than never.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from app import clock
from app.care.reminders import mails
from app.config import Config
from app.db import Database
from app.smtp import NotSent, send
from app.vault import Unreadable

log = logging.getLogger("handrail.mail")
AT_MOST = 200
"""E-mails of one pass."""


PLAN_EVERY = timedelta(hours=1)
_looked: WeakKeyDictionary[Database, datetime] = WeakKeyDictionary()
"""When this process looked last for whom there is something to write."""


def send_mails(config: Config, database: Database) -> int:
    """Plan and send what is due; nothing at all without a mail server. Returns how many were worked on."""
    if config.mail is None:
        return 0
    _plan(database)
    for count in range(AT_MOST):
        with database.write() as session:
            letter = mails.claim(session)
        if letter is None:
            return count
        sent, for_good = True, False
        try:
            to = config.vault.open(letter.address, "mail_address", "address", letter.address_id)
            send(config.mail, to, *mails.words(letter.language, config.public_url))
        except NotSent as problem:
            sent, for_good = False, problem.for_good
            log.error("an e-mail was not sent: %s", problem)
        except Unreadable:
            sent, for_good = False, True
        with database.write() as session:
            mails.record(session, letter, sent=sent, for_good=for_good)
    return AT_MOST


def _plan(database: Database) -> None:
    """Look at most once an hour, without keeping a writer waiting; write only when there is something to write."""
    now, last = clock.now(), _looked.get(database)
    if last is not None and timedelta(0) <= now - last < PLAN_EVERY:
        return
    with database.read() as session:
        if not mails.has_addresses(session):
            return
        found = mails.wanted(session)
    if found:
        with database.write() as session:
            mails.plan(session, found)
    _looked[database] = now
