"""Whether a copy of a plan may stay on the device that made it, asked without a session.

A copy carries a pass: a signed note of which sign-in made it, about whom, and which sections a helper saw then. It
opens nothing; whoever shows it learns "stays" or "gone".
"""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from app.access import relationships
from app.access.grants import Grant
from app.access.permissions import Permission
from app.models import Account, LoginSession


def write_pass(secret: str, login_id: str, grant: Grant) -> str:
    """The pass of a copy that this sign-in makes about this person."""
    return _signer(secret).dumps([login_id, grant.patient_id, sorted(grant.scope or ())])


def stays(session: Session, secret: str, given: str) -> bool:
    """Whether the sign-in was not ended by anybody and its account may still see all that it saw. Three statements.

    A sign-in that ran out by itself was not ended: the copy is there for exactly that. One whose row is gone, or a
    pass that we did not write, counts as ended.
    """
    try:
        login_id, patient_id, *seen = _signer(secret).loads(given)
    except (BadSignature, ValueError, TypeError):
        return False
    login = session.get(LoginSession, login_id)
    account = session.get(Account, login.account_id) if login else None
    if login is None or login.ended_at is not None or account is None or account.closed_at is not None:
        return False
    found = relationships.find(session, account, patient_id)
    if found is None or not found.grant.may(Permission.SEE_PLAN):
        return False
    return not any(found.grant.hides(section) for sections in seen for section in sections)


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="copy of a plan")
