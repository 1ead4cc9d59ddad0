"""The practice opens: staff, the people they care for, and who helps them."""

from __future__ import annotations

from datetime import date

from app import clock
from app.access import scopes
from app.access.grants import Grant
from app.care.people import invitations, patients, team
from app.cli.story.cast import CAST, Actor
from app.cli.story.stage import Stage
from app.models import Account, Patient

JOINED = {"rosa": 40, "wen": 30, "edda": 30, "tomas": 1}
"""How many days ago each person was added."""


def open_practice(stage: Stage) -> None:
    """Staff accounts, then each person with their team, then the helpers."""
    with stage.on(60):
        for actor in CAST.of("nurse", "physician", "clerk", "admin", "privacy"):
            stage.accounts[actor.sign_in] = _account(stage, actor)
    for actor in CAST.of("patient"):
        with stage.on(JOINED[actor.sign_in], "09:00"):
            _add_person(stage, actor)
    for actor in CAST.of("proxy"):
        with stage.on(25, "11:00"):
            _add_helper(stage, actor)


def _account(stage: Stage, actor: Actor) -> Account:
    account = Account(
        name=actor.name,
        sign_in=actor.sign_in,
        passphrase_hash=stage.hashes[actor.sign_in],
        role=actor.role,
        language="en",
        time_zone=stage.zone,
        created_at=clock.now(),
    )
    stage.session.add(account)
    stage.session.flush()
    return account


def _add_person(stage: Stage, actor: Actor) -> None:
    more, session = actor.more, stage.session
    grant = patients.add(
        session,
        stage.accounts[more["nurse"]],
        full_name=actor.name,
        preferred_name=more["preferred"],
        birth_date=date.fromisoformat(more["born"]),
        phone=more["phone"],
        language=more["language"],
        time_zone=stage.zone,
    )
    stage.patients[actor.sign_in] = session.get_one(Patient, grant.patient_id)
    for colleague in more["team"]:
        team.join_team(session, grant, stage.accounts[colleague])
    _come_in(stage, grant, actor, language=more["language"])


def _come_in(stage: Stage, grant: Grant, actor: Actor, language: str = "en", **invitation: object) -> None:
    _row, code = invitations.invite(stage.session, grant, name=actor.name, **invitation)  # type: ignore[arg-type]
    stage.accounts[actor.sign_in] = invitations.accept(
        stage.session,
        code,
        sign_in=actor.sign_in,
        passphrase_hash=stage.hashes[actor.sign_in],
        language=language,
    )


def _add_helper(stage: Stage, actor: Actor) -> None:
    """The first invitation makes the account; the others belong to it."""
    for number, helps in enumerate(actor.more["helps"]):
        nurse = next(a.more["nurse"] for a in CAST.of("patient") if a.sign_in == helps["patient"])
        grant = stage.grant(nurse, helps["patient"])
        how = {"kind": "proxy", "relation": helps["relation"], "scope": scopes.from_verbs(helps["scopes"])}
        if number == 0:
            _come_in(stage, grant, actor, **how)
        else:
            _row, code = invitations.invite(stage.session, grant, name=actor.name, **how)
            invitations.accept(stage.session, code, already=stage.accounts[actor.sign_in])
