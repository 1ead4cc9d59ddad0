"""What the person called not clear, to be kept with an answer as it was at that moment."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access.grants import Grant
from app.care.plan import explained


def unclear_now(session: Session, grant: Grant) -> list[str]:
    """Names of the sections that are partly or not clear, by the newest word about each as it is now."""
    return explained.unclear_sections(session, grant)
