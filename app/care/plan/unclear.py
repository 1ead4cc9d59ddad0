"""What the person called not clear, to be kept with an answer as it was at that moment."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access.grants import Grant


def unclear_now(session: Session, grant: Grant) -> list[str]:
    """Names of the sections that the person last called partly or not clear; none while nothing keeps that.

    To be wired to the rows of "did we explain this well?": the newest row of each section, as section names.
    """
    return []
