"""Pages for the patient side."""

from __future__ import annotations

from flask import Blueprint

from app.config import Config


def pages(config: Config) -> list[Blueprint]:
    """Every blueprint of this audience; importing a screen adds its routes."""
    from app.patient import (
        alone,
        ask,
        barrier,
        beside_line,
        consider,
        decide,
        look_back,
        me,
        measure,
        plan,
        plan_item,
        plan_versions,
        prepare,
        prepare_amend,
        prepare_check,
        prepare_private,
        prepare_question,
        prepare_red,
        pushed,
        receipts,
        reminders,
        review,
        suggest,
        today,
    )
    from app.patient.base import pages as patient

    _screens = (
        alone,
        ask,
        barrier,
        beside_line,
        consider,
        decide,
        look_back,
        me,
        measure,
        plan,
        plan_item,
        plan_versions,
        prepare,
        prepare_amend,
        prepare_check,
        prepare_private,
        prepare_question,
        prepare_red,
        pushed,
        receipts,
        reminders,
        review,
        suggest,
        today,
    )
    return [patient]
