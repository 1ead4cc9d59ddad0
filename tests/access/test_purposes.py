"""Why somebody looked or wrote is worked out in one place, and each has its HL7 code and words."""

import pytest

from app.access import audit, purposes
from app.access.grants import Capacity, Grant, system
from app.access.permissions import Permission as P
from app.access.purposes import Purpose
from app.care.people.log_words import PURPOSES
from app.models import Account


@pytest.mark.parametrize(
    ("capacity", "role", "need", "purpose"),
    [
        ("self", None, P.SEE_PLAN, Purpose.SELF),
        ("proxy", None, P.LOG, Purpose.HELP),
        ("proxy", "nurse", P.LOG, Purpose.HELP),
        ("team", "nurse", P.EDIT_PLAN, Purpose.TREATMENT),
        ("paper", "physician", P.ENTER_PAPER, Purpose.TREATMENT),
        ("team", "nurse", P.CONFIRM_CONTACT, Purpose.CONTACT),
        ("team", "clerk", P.INVITE, Purpose.CONTACT),
        ("team", "admin", None, Purpose.ADMINISTRATION),
        ("system", "admin", None, Purpose.ADMINISTRATION),
        ("system", "privacy", None, Purpose.PRIVACY),
        ("system", None, None, Purpose.SYSTEM),
        ("emergency", "nurse", P.SEE_PLAN, Purpose.BREAK_GLASS),
    ],
)
def test_the_purpose(capacity, role, need, purpose):
    assert purposes.of(capacity, role, need) is purpose


def test_each_has_a_code_and_words_and_fits_its_column():
    for purpose in Purpose:
        assert purpose in purposes.CODES
        assert PURPOSES[purpose]
        assert len(purpose) <= 20


def test_what_the_page_said_comes_first():
    nurse = Grant(Account(role="nurse"), "p" * 16, Capacity.TEAM)
    assert audit.purpose_of(nurse) == "treatment"
    assert audit.purpose_of(Grant(nurse.actor, "p" * 16, Capacity.TEAM, purpose="contact")) == "contact"
    assert audit.purpose_of(system("p" * 16)) == "system"
