"""Lists over several people are reads of each of them; the guard notes only pages about one."""

from __future__ import annotations

from collections.abc import Iterable

from app.access import audit
from app.access.grants import Capacity, Grant
from app.web.context import current


def reading(act: str, patient_ids: Iterable[str]) -> None:
    """One audit row for each of these people, in a short write of its own, before the page is made."""
    ids = sorted(set(patient_ids))
    if ids:
        grants = [Grant(current.me, id_, Capacity.TEAM, request_id=current.request_id) for id_ in ids]
        with current.database.write() as writing:
            audit.record_all(writing, grants, f"read {act}")
