"""The policy, cell by cell. Whoever changes it changes this table too, and says so in the commit."""

import pytest

from app.access import policy
from app.access.permissions import Permission

# What the record's own person, a proxy with one scope, and each role on the care team may do.
COLUMNS = ["self", "see", "log", "fill_in", "ask", "nurse", "physician", "clerk", "admin", "guest", "writes_back"]
GUESTS = ("guest", "writes_back")
TABLE = """
               self  see  log  fill_in  ask  nurse  physician  clerk  admin  guest  writes_back
see_plan       yes   yes  -    -        -    yes    yes        -      -   -      -
see_answers    yes   -    -    yes      -    yes    yes        -      -   -      -
see_progress   yes   yes  -    -        -    yes    yes        -      -   -      -
see_contact    yes   -    -    -        -    yes    yes        yes    -   -      -
confirm_contact yes  -    -    -        -    yes    yes        yes    -   -      -
fill_in        yes   -    -    yes      -    -      -          -      -   -      -
log            yes   -    yes  -        -    -      -          -      -   -      -
pause          yes   -    yes  -        -    -      -          -      -   -      -
ask            yes   -    -    -        yes  -      -          -      -   -      -
propose        yes   -    -    -        -    -      -          -      -   -      -
suggest        yes   -    -    -        yes  -      -          -      -   -      -
decide         yes   -    -    -        -    -      -          -      -   -      -
note           yes   -    -    -        yes  yes    yes        -      -   -      -
still_right    yes   -    -    -        -    yes    yes        -      -   -      -
own_voice      yes   -    -    -        -    -      -          -      -   -      -
own_day        yes   -    -    -        -    -      -          -      -   -      -
own_life       yes   -    -    -        -    -      -          -      -   -      -
own_reminders  yes   yes  -    -        -    -      -          -      -   -      -
own_details    yes   -    -    -        -    -      -          -      -   -      -
assign         -     -    -    -        -    yes    yes        -      -   -      -
read_answers   -     -    -    -        -    yes    yes        -      -   -      -
edit_plan      -     -    -    -        -    yes    yes        -      -   -      -
countersign    -     -    -    -        -    -      yes        -      -   -      -
enter_paper    -     -    -    -        -    yes    yes        -      -   -      -
attach         yes   -    -    -        -    yes    yes        -      -   -      -
answer         -     -    -    -        -    yes    yes        -      -   -      -
close_concern  -     -    -    -        -    yes    yes        -      -   -      -
tune           -     -    -    -        -    yes    yes        -      -   -      -
tune_practice  -     -    -    -        -    -      yes        -      -   -      -
review         -     -    -    -        -    yes    yes        -      -   -      -
export         yes   -    -    -        -    yes    yes        -      -   -      -
invite         -     -    -    -        -    yes    yes        yes    -   -      -
record_basis   -     -    -    -        -    yes    yes        -      -   -      -
see_people     yes   -    -    -        -    yes    yes        yes    -   -      -
see_log        yes   -    -    -        -    -      -          -      -   -      -
see_facts      yes   -    -    yes      -    yes    yes        -      -   -      -
correct_facts  yes   -    -    yes      -    -      -          -      -   -      -
keep_facts     -     -    -    -        -    yes    yes        -      -   -      -
open_private   yes   -    -    -        -    yes    yes        -      -   -      -
share          yes   -    -    -        -    yes    yes        -      -   -      -
own_card       yes   -    -    -        -    -      -          -      -   -      -
see_named      -     -    -    -        -    -      -          -      -   yes    yes
write_back     -     -    -    -        -    -      -          -      -   -      yes
"""
ROWS = {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in map(str.split, TABLE.strip().splitlines()[1:])}


def allowed(column: str) -> frozenset[Permission]:
    if column == "self":
        return policy.for_self()
    if column in policy.PROXY_SCOPES:
        return policy.for_proxy([column])
    if column in GUESTS:
        return policy.for_guest(may_write=column == "writes_back")
    return policy.for_team(column)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("permission", Permission)
def test_each_cell(permission: Permission, column: str):
    assert permission in ROWS, f"Write a row for {permission} into the table above, one word for each column."
    wanted = ROWS[permission][column] == "yes"
    assert (permission in allowed(column)) is wanted, (
        f"{column} {'may not' if wanted else 'may'} {permission}, and the table says otherwise. "
        "Change app/access/policy.py, or this table if the change is meant."
    )


def test_the_table_is_complete():
    assert set(ROWS) == {str(p) for p in Permission}
    assert set(COLUMNS) == {"self", *policy.PROXY_SCOPES, *policy.TEAM, *GUESTS}


@pytest.mark.parametrize("role", [None, "", "patient", "NURSE", "nobody"])
def test_an_unknown_role_may_nothing(role):
    assert policy.for_team(role) == frozenset()


def test_scopes_add_up_and_unknown_ones_open_nothing():
    both = policy.for_proxy(["see", "log"])
    assert both == policy.for_proxy(["see"]) | policy.for_proxy(["log"])
    assert policy.for_proxy(["everything", "decide", ""]) == frozenset()


def test_no_helper_decides_without_a_recorded_basis():
    assert Permission.DECIDE not in policy.for_proxy([*policy.PROXY_SCOPES, policy.DECIDE])
    assert Permission.DECIDE not in policy.for_proxy(list(policy.PROXY_SCOPES), has_basis=True)
    assert policy.for_proxy([policy.DECIDE], has_basis=True) == {Permission.DECIDE}


def test_nobody_else_has_the_persons_own_voice():
    helper = policy.for_proxy([*policy.PROXY_SCOPES, policy.DECIDE], has_basis=True)
    assert Permission.OWN_VOICE not in helper.union(*policy.TEAM.values())


def test_a_guest_may_nothing_that_anybody_else_may():
    others = policy.for_self().union(policy.for_proxy([*policy.PROXY_SCOPES, policy.DECIDE], has_basis=True))
    assert not policy.for_guest(may_write=True) & others.union(*policy.TEAM.values())


def test_staff_never_act_as_the_person():
    own = {p for p in Permission if p.startswith("own_")} | {Permission.DECIDE, Permission.FILL_IN, Permission.LOG}
    assert not own & set().union(*policy.TEAM.values())
