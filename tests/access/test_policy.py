"""The policy, cell by cell. Whoever changes it changes these tables too, and says so in the commit.

Three tables: what each relationship may do; what each section and verb of a helper's scope opens; and when a
relationship counts.
"""

from datetime import timedelta

import pytest

from app import clock
from app.access import policy, relationships, scopes
from app.access.grants import Capacity
from app.access.permissions import Permission
from app.models import BrokenGlass, CareTeamMember, ProxyGrant
from tests import factories
from tests.support.statements import Statements

GUESTS = ["guest", "writes_back"]
COLUMNS = ["self", "nurse", "physician", "pharmacist", "social_worker", "clerk", "admin", "privacy", "glass"]
COLUMNS += GUESTS
TABLE = """
                 self nurse physician pharmacist social_worker clerk admin privacy glass guest writes_back
see_plan         yes  yes   yes       yes        yes           -     -     -       yes     -     -
see_answers      yes  yes   yes       -          -             -     -     -       yes     -     -
see_progress     yes  yes   yes       yes        -             -     -     -       yes     -     -
see_contact      yes  yes   yes       yes        yes           yes   -     -       yes     -     -
confirm_contact  yes  yes   yes       -          -             yes   -     -       -       -     -
fill_in          yes  -     -         -          -             -     -     -       -       -     -
log              yes  -     -         -          -             -     -     -       -       -     -
pause            yes  -     -         -          -             -     -     -       -       -     -
ask              yes  -     -         -          -             -     -     -       -       -     -
propose          yes  -     -         -          -             -     -     -       -       -     -
suggest          yes  -     -         -          -             -     -     -       -       -     -
decide           yes  -     -         -          -             -     -     -       -       -     -
note             yes  yes   yes       yes        yes           -     -     -       -       -     -
still_right      yes  yes   yes       yes        yes           -     -     -       -       -     -
own_voice        yes  -     -         -          -             -     -     -       -       -     -
own_day          yes  -     -         -          -             -     -     -       -       -     -
own_life         yes  -     -         -          -             -     -     -       -       -     -
own_reminders    yes  -     -         -          -             -     -     -       -       -     -
own_details      yes  -     -         -          -             -     -     -       -       -     -
see_agreed       yes  yes   yes       yes        yes           -     -     -       yes     -     -
show_card        yes  -     -         -          -             -     -     -       -       -     -
own_card         yes  -     -         -          -             -     -     -       -       -     -
give_access      yes  -     -         -          -             -     -     -       -       -     -
work_with        -    yes   yes       yes        yes           yes   -     -       yes     -     -
assign           -    yes   yes       -          -             -     -     -       -       -     -
read_answers     -    yes   yes       -          -             -     -     -       -       -     -
edit_plan        -    yes   yes       -          -             -     -     -       -       -     -
countersign      -    -     yes       -          -             -     -     -       -       -     -
enter_paper      -    yes   yes       -          -             -     -     -       -       -     -
attach           yes  yes   yes       -          -             -     -     -       -       -     -
answer           -    yes   yes       -          -             -     -     -       -       -     -
close_concern    -    yes   yes       -          -             -     -     -       -       -     -
tune             -    yes   yes       -          -             -     -     -       -       -     -
tune_practice    -    -     yes       -          -             -     -     -       -       -     -
review           -    yes   yes       -          -             -     -     -       -       -     -
export           yes  yes   yes       -          -             -     -     -       -       -     -
take_part        yes  yes   yes       -          -             -     -     -       -       -     -
erase            yes  yes   yes       -          -             -     -     -       -       -     -
say_what_is_kept -    -     yes       -          -             -     yes   -       -       -     -
invite           -    yes   yes       -          -             yes   -     -       -       -     -
record_basis     -    yes   yes       -          -             -     -     -       -       -     -
keep_safe        -    yes   yes       -          yes           -     -     -       -       -     -
see_people       yes  yes   yes       yes        yes           yes   -     -       yes     -     -
see_log          yes  -     -         -          -             -     -     -       -       -     -
see_facts        yes  yes   yes       yes        -             -     -     -       yes     -     -
correct_facts    yes  -     -         -          -             -     -     -       -       -     -
keep_facts       -    yes   yes       -          -             -     -     -       -       -     -
open_private     yes  yes   yes       -          -             -     -     -       -       -     -
share            yes  yes   yes       -          -             -     -     -       -       -     -
see_named        -    -     -         -          -             -     -     -       -       yes   yes
write_back       -    -     -         -          -             -     -     -       -       -     yes
"""
ROWS = {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in map(str.split, TABLE.strip().splitlines()[1:])}

SCOPES = """
goals.see          see_plan own_reminders see_agreed
goals.log          see_plan own_reminders see_agreed log
goals.ask          see_plan own_reminders see_agreed ask note suggest
goals.decide       see_plan own_reminders see_agreed decide
health.see         see_plan own_reminders see_agreed
health.ask         see_plan own_reminders see_agreed ask note suggest
health.decide      see_plan own_reminders see_agreed decide
actions.see        see_plan own_reminders see_agreed
actions.log        see_plan own_reminders see_agreed log pause
actions.ask        see_plan own_reminders see_agreed ask note suggest
actions.decide     see_plan own_reminders see_agreed decide
medicines.see      see_plan own_reminders see_agreed
medicines.log      see_plan own_reminders see_agreed log
medicines.ask      see_plan own_reminders see_agreed ask note suggest
medicines.decide   see_plan own_reminders see_agreed decide
worse.see          see_plan own_reminders see_agreed
worse.ask          see_plan own_reminders see_agreed ask note suggest
worse.decide       see_plan own_reminders see_agreed decide
around.see         see_plan own_reminders see_agreed
around.log         see_plan own_reminders see_agreed log
around.ask         see_plan own_reminders see_agreed ask note suggest
around.decide      see_plan own_reminders see_agreed decide
diary.see          see_progress own_reminders see_agreed
diary.log          see_progress own_reminders see_agreed log
answers.see        see_answers own_reminders see_agreed
answers.fill_in    see_answers own_reminders see_agreed fill_in
known.see          see_facts own_reminders see_agreed
known.fill_in      see_facts own_reminders see_agreed correct_facts
card.see           show_card own_reminders see_agreed
"""
OPENS = {row[0]: set(row[1:]) for row in map(str.split, SCOPES.strip().splitlines())}


def allowed(column: str) -> frozenset[Permission]:
    if column == "self":
        return policy.for_self()
    if column in GUESTS:
        return policy.for_guest(may_write=column == "writes_back")
    return policy.for_emergency("nurse") if column == "glass" else policy.for_team(column)


@pytest.mark.parametrize("column", COLUMNS)
def test_each_cell(column: str):
    found = allowed(column)
    for permission in Permission:
        assert permission in ROWS, f"Write a row for {permission} into the table above, one word for each column."
        wanted = ROWS[permission][column] == "yes"
        assert (permission in found) is wanted, (
            f"{column} {'may not' if wanted else 'may'} {permission}, and the table says otherwise. "
            "Change app/access/policy.py, or this table if the change is meant."
        )


def test_the_tables_are_complete():
    assert set(ROWS) == {str(p) for p in Permission}
    assert set(COLUMNS) == {"self", *policy.TEAM, "glass", *GUESTS}
    assert set(OPENS) == {f"{section}.{verb}" for section, verbs in scopes.SECTIONS.items() for verb in verbs}


@pytest.mark.parametrize("atom", OPENS)
def test_each_section_and_verb(atom: str):
    section, verb = atom.split(".")
    opened = policy.for_proxy({section: [verb]}, has_basis=True)
    assert {str(p) for p in opened} == OPENS[atom], f"{atom} opens something else than the table above says."
    assert policy.for_proxy({section: [verb]}) == opened - {Permission.DECIDE}, "deciding needs a recorded basis"


def test_sections_add_up_and_unknown_ones_open_nothing():
    whole: dict[str, list[str]] = {}
    for atom in OPENS:
        section, verb = atom.split(".")
        whole.setdefault(section, []).append(verb)
    assert {str(p) for p in policy.for_proxy(whole, has_basis=True)} == set().union(*OPENS.values())
    assert policy.for_proxy({"everything": ["see"], "goals": ["own"]}, has_basis=True) == frozenset()


@pytest.mark.parametrize("role", [None, "", "patient", "NURSE", "nobody"])
def test_an_unknown_role_may_nothing(role):
    assert policy.for_team(role) == frozenset() == policy.for_emergency(role)


def test_only_clinicians_break_the_glass():
    assert {role for role in policy.TEAM if policy.for_emergency(role)} == {"nurse", "physician", "pharmacist"}


def test_nobody_else_has_the_persons_own_voice():
    helper = policy.for_proxy(scopes.everywhere(*scopes.Verb), has_basis=True)
    assert Permission.OWN_VOICE not in helper.union(*policy.TEAM.values())


def test_a_guest_may_nothing_that_anybody_else_may():
    others = policy.for_self().union(policy.for_proxy(scopes.everywhere(*scopes.Verb), has_basis=True))
    assert not policy.for_guest(may_write=True) & others.union(*policy.TEAM.values())


def test_staff_never_act_as_the_person():
    own = {p for p in Permission if p.startswith("own_")} | {
        Permission.DECIDE, Permission.FILL_IN, Permission.LOG, Permission.GIVE_ACCESS,
    }  # fmt: skip
    assert not own & set().union(*policy.TEAM.values())


HOUR = timedelta(hours=1)
# What is set on the row, in hours from now (None: not set), and whether the relationship counts.
TIMES = [
    ("proxy", {"starts_at": -1}, True),
    ("proxy", {"starts_at": 0}, True),
    ("proxy", {"starts_at": 1}, False),
    ("proxy", {"starts_at": -2, "ends_at": 1}, True),
    ("proxy", {"starts_at": -2, "ends_at": 0}, False),
    ("proxy", {"starts_at": -2, "ends_at": -1}, False),
    ("proxy", {"starts_at": -2, "paused_at": -1}, False),
    ("proxy", {"starts_at": -2, "withdrawn_at": -1}, False),
    ("proxy", {"starts_at": -2, "ends_at": 5, "withdrawn_at": 0}, False),
    ("team", {"since": -1}, True),
    ("team", {"since": 1}, False),
    ("team", {"since": -2, "until": 1}, True),
    ("team", {"since": -2, "until": 0}, False),
    ("glass", {"at": 0, "until": 4}, True),
    ("glass", {"at": -5, "until": -1}, False),
    ("glass", {"at": -4, "until": 0}, False),
]


def test_each_time(each_database, frozen_clock):
    """In force, not yet, over, paused, withdrawn: at the very moment, for each relationship."""
    now = clock.now()
    with each_database.write() as session:
        world = factories.world(session)
        person, colleague = world.rosa_patient, factories.account(session, "Nina Other", role="nurse")
        for kind, hours, counts in TIMES:
            times = {name: now + n * HOUR for name, n in hours.items()}
            who = world.stranger if kind == "proxy" else colleague
            common = {"patient_id": person.id, "account_id": who.id, **times}
            if kind == "proxy":
                row = ProxyGrant(scopes={"diary": ["see"]}, granted_by_id=world.rosa.id, look=0, **common)
            elif kind == "team":
                row = CareTeamMember(**common)
            else:
                row = BrokenGlass(reason="She fell in the waiting room.", **common)
            session.add(row)
            session.flush()
            found = relationships.find(session, who, person.id)
            assert (found is not None) is counts, (kind, hours)
            wanted = {"proxy": Capacity.PROXY, "team": Capacity.TEAM, "glass": Capacity.EMERGENCY}[kind]
            assert found is None or found.grant.capacity is wanted
            assert relationships.find(session, who, world.ruben_patient.id) is None, "and nothing about the other"
            session.delete(row)
            session.flush()


def test_one_statement_whoever_asks(each_database):
    """An access decision costs one statement: for the person, a helper, the team, the glass, a stranger."""
    with each_database.write() as session:
        world = factories.world(session)
        who = [world.rosa, world.otto, world.nurse, world.stranger]
    for account in who:
        with each_database.read() as session, Statements(each_database.engine) as statements:
            relationships.find(session, account, world.rosa_patient.id)
        assert len(statements.seen) == 1
