"""Pages for the provider side."""

from __future__ import annotations

from flask import Blueprint

from app.config import Config


def pages(config: Config) -> list[Blueprint]:
    """Every blueprint of this audience; importing a screen adds its routes."""
    from app.provider import (
        answers,
        answers_ask,
        answers_file,
        answers_rules,
        concerns,
        contact,
        countersign,
        editor,
        editor_colleagues,
        editor_proposals,
        facts,
        facts_form,
        facts_said,
        invite,
        offer,
        patients,
        profile,
        questions,
        reviews,
        services,
        suggestions,
        talks,
        team,
        update,
        wishes,
        worklist,
    )
    from app.provider.base import pages as provider
    from app.provider.base import record

    _screens = (
        facts,
        facts_form,
        facts_said,
        answers,
        answers_ask,
        answers_file,
        answers_rules,
        contact,
        countersign,
        concerns,
        editor,
        editor_colleagues,
        editor_proposals,
        invite,
        offer,
        patients,
        profile,
        questions,
        reviews,
        services,
        suggestions,
        talks,
        team,
        update,
        wishes,
        worklist,
    )
    return [provider, record]
