"""Pages for the provider side."""

from __future__ import annotations

from flask import Blueprint

from app.config import Config


def pages(config: Config) -> list[Blueprint]:
    """Every blueprint of this audience; importing a screen adds its routes."""
    from app.provider import (
        agreed,
        answers,
        answers_ask,
        answers_file,
        answers_rules,
        basis,
        concerns,
        contact,
        editor,
        invite,
        offer,
        patients,
        profile,
        pushed,
        questions,
        reviews,
        suggestions,
        team,
        worklist,
    )
    from app.provider.base import pages as provider
    from app.provider.base import record

    _screens = (
        agreed,
        answers,
        answers_ask,
        answers_file,
        answers_rules,
        basis,
        contact,
        concerns,
        editor,
        invite,
        offer,
        patients,
        profile,
        pushed,
        questions,
        reviews,
        suggestions,
        team,
        worklist,
    )
    return [provider, record]
