"""Lists over several people are reads of each of them; the guard notes only pages about one."""

from __future__ import annotations

from collections.abc import Iterable

from app.access import audit
from app.access.grants import Capacity, Grant
from app.web.context import current


def reading(act: str, patient_ids: Iterable[str], emergency: Iterable[str] = ()) -> None:
    """One audit row for each of these people, in a short write of its own, before the page is made.

    ``emergency``: those of them whose record is open to the reader without being on the team.
    """
    capacities = dict.fromkeys(patient_ids, Capacity.TEAM) | dict.fromkeys(emergency, Capacity.EMERGENCY)
    if capacities:
        grants = [
            Grant(current.me, id_, capacity, request_id=current.request_id)
            for id_, capacity in sorted(capacities.items())
        ]
        with current.database.write() as writing:
            audit.record_all(writing, grants, f"read {act}")
