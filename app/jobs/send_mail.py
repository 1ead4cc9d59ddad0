"""Send the e-mails that are due: claim one row, hand it over outside any transaction, record what happened, next row.

A process that dies between handing over and recording sends that one again: rather twice than never.
"""

from __future__ import annotations

import logging

from app.care.reminders import mails
from app.config import Config
from app.db import Database
from app.smtp import NotSent, send
from app.vault import Unreadable

log = logging.getLogger("handrail.mail")
AT_MOST = 200
"""E-mails of one pass."""


def send_mails(config: Config, database: Database) -> int:
    """Send what is due; nothing at all without a mail server. Returns how many were worked on."""
    if config.mail is None:
        return 0
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


def plan_mails(config: Config, database: Database) -> None:
    """Look for whom there is something to write, without keeping a writer waiting; write only what there is."""
    if config.mail is None:
        return
    with database.read() as session:
        found = mails.wanted(session) if mails.has_addresses(session) else []
    if found:
        with database.write() as session:
            mails.plan(session, found)
