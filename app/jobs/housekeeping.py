"""What has to be looked at although nobody opened a page: reviews and last days coming near, what did not happen in
its time; records that are to be erased, and rows kept for their time.

Safe to run twice at once: a concern is raised once, and removing what is gone removes nothing.
"""

from __future__ import annotations

import logging

from app import clock
from app.care.arrangements import due as arranged
from app.care.arrangements import unread as untold
from app.care.concerns import timed
from app.care.leaving import asking, erase, forgetting
from app.care.people import ownerless, rehoming
from app.care.questionnaires import rules_about_asking, unread
from app.care.reminders import devices
from app.care.reviews import due
from app.care.treatments import trials
from app.care.worse import expiry
from app.config import Config
from app.db import Database
from app.errors import NotFound
from app.jobs import resealing

log = logging.getLogger(__name__)
SEAL_A_DAY = 2_000
"""Rows that are sealed anew in one pass at most; the rest waits for the next, or for `handrail vault rotate`."""


def tidy(config: Config, database: Database) -> int:
    """Raise what is due and remove what is past. Returns how many reviews are near or late."""
    with database.write() as session:
        reviews = due.raise_due(session, clock.today(config.practice.time_zone))
    with database.write() as session:
        expiry.raise_due(session, clock.today(config.practice.time_zone))
        trials.raise_due(session, clock.today(config.practice.time_zone))
        arranged.raise_due(session, clock.today(config.practice.time_zone))
        untold.raise_due(session)
    with database.write() as session:
        timed.raise_due(session, clock.today(config.practice.time_zone))
    ask_by_rules(config, database)
    with database.write() as session:
        rehoming.rehome(session, clock.today(config.practice.time_zone))
        ownerless.raise_due(session, clock.today(config.practice.time_zone))
    with database.write() as session:
        unread.press(session, clock.today(config.practice.time_zone))
    erase_what_is_due(config, database)
    if gone := forgetting.forget(database):
        log.info("removed what was kept for its time: %s", gone)
    with database.write() as session:
        devices.seal_all(session, config.vault)
    resealing.reseal(database, config.vault, most=SEAL_A_DAY)
    return reviews


def erase_what_is_due(config: Config, database: Database) -> int:
    """Seal or erase records whose time has come, one person a transaction. Returns how many.

    One that fails stops none of the others, and is tried again the next night.
    """
    with database.read() as session:
        people = asking.due(session, clock.today(config.practice.time_zone))
    done = 0
    for patient_id in people:
        try:
            with database.write() as session:
                done += erase.carry_out(session, patient_id, config.practice.keep_years) is not None
        except NotFound:
            continue  # another process was there before
        except Exception:
            log.exception("erasing one record failed; it is tried again later")
    return done


def ask_by_rules(config: Config, database: Database) -> int:
    """Ask everybody what their rules say is due, one person a transaction. Returns how many forms."""
    with database.read() as session:
        people = rules_about_asking.people_with_rules(session)
    made = 0
    for patient_id in people:
        with database.write() as session:
            made += rules_about_asking.ask_what_is_due(session, patient_id, config.practice.questions_a_month)
    return made
