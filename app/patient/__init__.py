"""Pages for the patient side."""

from __future__ import annotations

from flask import Blueprint

from app.config import Config


def pages(config: Config) -> list[Blueprint]:
    """Every blueprint of this audience; importing a screen adds its routes."""
    from app.patient import (
        ask,
        barrier,
        decide,
        facts,
        facts_add,
        look_back,
        me,
        measure,
        medicines,
        plan,
        plan_file,
        plan_item,
        plan_versions,
        plan_words,
        prepare,
        prepare_amend,
        prepare_check,
        prepare_private,
        prepare_question,
        prepare_red,
        reminders,
        review,
        suggest,
        talks,
        today,
        wishes,
    )
    from app.patient.base import pages as patient

    _screens = (
        facts,
        facts_add,
        medicines,
        ask,
        barrier,
        decide,
        look_back,
        me,
        measure,
        plan,
        plan_file,
        plan_item,
        plan_versions,
        plan_words,
        prepare,
        prepare_amend,
        prepare_check,
        prepare_private,
        prepare_question,
        prepare_red,
        reminders,
        review,
        suggest,
        talks,
        today,
        wishes,
    )
    return [patient]
