"""What a route may need when it is not a permission on one person."""

from __future__ import annotations

from enum import StrEnum


class Need(StrEnum):
    """Who may call a route that names no patient."""

    PUBLIC = "public"  # anybody, signed in or not
    SIGNED_IN = "signed_in"  # anybody with an account; only ever their own things
    STAFF = "staff"  # anybody who works at the practice; only ever their own people
    WORK = "work"  # whoever of them works with people; the office and the privacy officer have desks of their own
    PRIVACY = "privacy"  # whoever looks after privacy; who and what over all persons, never contents
    OFFICE = "office"  # whoever runs the accounts of the practice; staff alone, never a record


PUBLIC, SIGNED_IN, STAFF, WORK = Need.PUBLIC, Need.SIGNED_IN, Need.STAFF, Need.WORK
PRIVACY, OFFICE = Need.PRIVACY, Need.OFFICE
