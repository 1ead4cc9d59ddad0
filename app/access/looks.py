"""By which colour and pattern a helper knows a person: never that of anybody else whom the same helper helps.

A number is given once and stays, also when somebody else's help ends: nobody ever takes over the colours of another.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import lock as held
from app.models import Account, ProxyGrant


def for_new(session: Session, account_id: str, patient_id: str) -> int:
    """The look for a new grant: the one that this person had for this helper before, or the next that nobody had.

    The helper's account is held until the transaction ends, so that two invitations taken up at once get two looks.
    """
    session.scalars(held(sa.select(Account).where(Account.id == account_id))).one()
    query = sa.select(ProxyGrant.patient_id, ProxyGrant.look).where(ProxyGrant.account_id == account_id)
    given = [(row.patient_id, row.look) for row in session.execute(query)]
    return next(
        (look for whose, look in given if whose == patient_id), max((look for _whose, look in given), default=-1) + 1
    )
