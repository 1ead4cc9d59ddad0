"""The blueprint of every screen about one person, on that person's (or their helper's) phone."""

from typing import Any

from app import clock
from app.access.permissions import Permission
from app.care.plan.questions import promised
from app.web.context import current
from app.web.pages import Pages

pages = Pages("patient", __name__, url_prefix="/patients/<patient_id>")


@pages.context_processor
def _reach() -> dict[str, Any]:
    """By when the practice answers whoever tells it something now: said at the foot of every page."""
    if current.patient is None or not current.grant.may(Permission.ASK):
        return {}
    days = current.config.practice.answer_days
    return {"answer_by": promised(clock.now(), days, current.patient.time_zone)}
