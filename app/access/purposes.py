"""Why somebody looked or wrote: worked out from capacity, role and need, here and nowhere else."""

from __future__ import annotations

from enum import StrEnum

from app.access.permissions import Permission as P


class Purpose(StrEnum):
    """Stored with every row of the log."""

    TREATMENT = "treatment"  # to plan care and to give it
    SELF = "self-management"  # the person, about themselves
    HELP = "help"  # a helper, for the person
    CONTACT = "contact"  # to reach somebody, and to know who belongs to them
    ADMINISTRATION = "administration"  # to run the practice and its accounts
    PRIVACY = "privacy"  # to look after who may see what
    BREAK_GLASS = "break-glass"  # in an emergency, without being on the team
    SYSTEM = "system"  # a job or a command, by itself


CODES: dict[str, tuple[str, str]] = {
    Purpose.TREATMENT: ("TREAT", "treatment"),
    Purpose.SELF: ("PATRQT", "patient requested"),
    Purpose.HELP: ("FAMRQT", "family requested"),
    Purpose.CONTACT: ("PATADMIN", "patient administration"),
    Purpose.ADMINISTRATION: ("HOPERAT", "healthcare operations"),
    Purpose.PRIVACY: ("HCOMPL", "health compliance"),
    Purpose.BREAK_GLASS: ("BTG", "break the glass"),
    Purpose.SYSTEM: ("HSYSADMIN", "health system administration"),
}
"""The same in HL7's PurposeOfUse (``http://terminology.hl7.org/CodeSystem/v3-ActReason``): code and display."""

_CLINICIANS = ("nurse", "physician", "pharmacist", "social_worker")
_TO_REACH = frozenset({P.CONFIRM_CONTACT, P.SEE_PEOPLE, P.RECORD_BASIS})
"""What a clinician needs these for is reaching the person and knowing who helps; a clerk never treats."""


def of(capacity: str, role: str | None = None, need: object = None) -> Purpose:
    """The purpose of an act: in what capacity, by whom at the practice, on a page that needs what."""
    if capacity == "self":
        return Purpose.SELF
    if capacity == "proxy":
        return Purpose.HELP
    if capacity == "emergency":
        return Purpose.BREAK_GLASS
    if role == "privacy":
        return Purpose.PRIVACY
    if capacity in ("team", "paper"):
        if role == "clerk" or need in _TO_REACH:
            return Purpose.CONTACT
        return Purpose.TREATMENT if role in _CLINICIANS or role is None else Purpose.ADMINISTRATION
    return Purpose.ADMINISTRATION if role else Purpose.SYSTEM
