"""What is stored nowhere and shown once: it travels in its maker's own cookie, so a reload makes no second one."""

from __future__ import annotations

from flask import session


def keep(name: str, id_: str, *texts: str) -> None:
    """Keep these for the next page about ``id_``."""
    session[f"once-{name}"] = [id_, *texts]


def peek(name: str, id_: str) -> list[str]:
    """What was kept for ``id_``, which stays: for what ends by itself."""
    kept = session.get(f"once-{name}")
    return list(kept[1:]) if kept and kept[0] == id_ else []


def take_latest(name: str) -> tuple[str, list[str]]:
    """What was kept last under this name, whatever it is about, once: its id and the texts; nothing a second time."""
    id_, *texts = session.pop(f"once-{name}", [""])
    return id_, texts


def take(name: str, id_: str) -> list[str]:
    """What was kept for ``id_``, once; nothing for another id or a second time."""
    kept = session.get(f"once-{name}")
    if not kept or kept[0] != id_:
        return []
    session.pop(f"once-{name}")
    return list(kept[1:])
