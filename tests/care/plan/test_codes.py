"""Codes on paper: short, told apart by ear and eye, and a slip is noticed."""

import pytest

from app.care.plan import codes, reading
from tests.care.plan.plans import offered, put

ROSA, RUBEN = "a2b3c4d5e6f7g8h9", "h9g8f7e6d5c4b3a2"


def test_no_letter_looks_like_a_digit_or_another():
    assert len(set(codes.LETTERS)) == 17
    assert not set(codes.LETTERS) & set("BGILOQSUZ")


@pytest.mark.parametrize("number", [1, 4, 12, 103])
@pytest.mark.parametrize("place", [1, 7, 40, 112])
def test_every_wrong_digit_and_every_swapped_pair_is_noticed(number, place):
    made = codes.code(ROSA, number, place)
    assert codes.read(ROSA, made) == (number, place)
    head, last = made[:-1], made[-1]
    for at, letter in enumerate(head):
        if letter == "-":
            continue
        for digit in set("0123456789") - {letter}:
            assert codes.read(ROSA, head[:at] + digit + head[at + 1 :] + last) is None
        if at + 1 < len(head) and head[at + 1] not in ("-", letter):
            swapped = head[:at] + head[at + 1] + letter + head[at + 2 :] + last
            assert codes.read(ROSA, swapped) is None
    for other in set(codes.LETTERS) - {last}:
        assert codes.read(ROSA, head + other) is None


def test_it_is_read_however_it_is_typed():
    made = codes.code(ROSA, 10, 11)
    last = made[-1]
    for typed in (made.lower(), f" 10 11 {last} ", f"10.11{last}", f"I0/1l-{last}"):
        assert codes.read(ROSA, typed) == (10, 11), typed


@pytest.mark.parametrize("typed", ["", "7", "K", "4-", "4-K", "47K", "4--7", "x" * 300, "4-7KK", "٤-٧K", "999999-1K"])
def test_what_is_no_code_is_none(typed):
    assert codes.read(ROSA, typed) is None


def test_a_page_of_somebody_else_is_noticed():
    fits = [n for n in range(1, 200) if codes.read(RUBEN, codes.code(ROSA, n, 1))]
    assert not fits


def test_codes_stay_within_a_version_and_differ_within_a_plan(room):
    keys = offered(room.session, room.nurse)
    person = room.world.rosa_patient.id
    first = codes.of(person, [v.item for v in reading.current(room.session, room.rosa).items])
    put(room.session, room.nurse, what="Draft only")
    again = codes.of(person, [v.item for v in reading.current(room.session, room.nurse).items])
    assert first == again
    assert set(first) == set(keys.values())
    assert len(set(first.values())) == len(first)
