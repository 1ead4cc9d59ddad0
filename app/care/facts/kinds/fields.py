"""Fields of facts that lines of the plan do not have: a day, month or year, and codes."""

from __future__ import annotations

from typing import Any

from app.care.facts import when
from app.care.plan.kinds.fields import SHORT
from app.care.plan.kinds.fields import Fields as PlanFields
from app.i18n import lazy_gettext as _l

__all__ = ["SHORT", "Fields"]


class Fields(PlanFields):
    """Takes values out of raw content and collects every problem."""

    def when(self, name: str, missing: Any = None) -> str:
        """ "2019-03-05", "2019-03" or "2019"; from one text, or from NAME-day, NAME-month and NAME-year."""
        parts = [self.raw.get(f"{name}-{part}") for part in ("day", "month", "year")]
        given = parts if any(parts) else self.raw.get(name)
        try:
            found = when.parse(given)
        except ValueError:
            self.problems[name] = _l("Type a year, a month with its year, or a whole date. It cannot lie ahead.")
            return ""
        if not found and missing is not None:
            self.problems[name] = missing
        return found

    def code(self) -> tuple[str, str]:
        """Code and system; a system without a code means nothing and is dropped."""
        code, system = self.text("code", 100), self.text("system", SHORT)
        return (code, system) if code else ("", "")
