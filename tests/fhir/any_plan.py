"""Plans that nobody would think of: lines of every kind with texts in all scripts, built by the kinds' own parse."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from app.care.plan.kinds import KINDS
from app.errors import Invalid
from app.fhir.record import Record
from app.models import Account, CareTeamMember, Patient, PlanItem, PlanVersion, ProxyGrant
from tests.care.plan import plans

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
SCRIPTS = [
    "Größe 10", "日本語で書く", "أمشي إلى الكنيسة", "मैं चलूँगा", "👩🏽‍⚕️ family", "one\ntwo\ttabs",
    "  ends  ", "<b>&amp;</b>",
    "\u00a0", "\u202eturned", "0", "7.50", "15", "-3", "null", "Ω≈ç√", "\u200b",
]  # fmt: skip
words = st.sampled_from(SCRIPTS) | st.text(max_size=40)
KEYS = [f"{letter}bcdefgh23456789" for letter in "abcdefgh"]
NURSE = Account(id="nurse23456789abc", name="Nora Field", role="nurse")
OTTO = Account(id="tt23456789abcdef", name="Otto Vega", role=None)


class Row(dict):
    """A group of fields in which every field says the same."""

    def get(self, name, default=None):
        return self["said"]


class Asked(dict):
    """Raw content that remembers for which fields it was asked."""

    def __init__(self):
        super().__init__()
        self.names = []

    def get(self, name, default=None):
        self.names.append(name)
        return default


def fields_of(kind):
    asked = Asked()
    with suppress(Invalid):
        kind.parse(asked)
    return sorted(set(asked.names))


@st.composite
def contents(draw, kind):
    """Content as the kind itself would store it."""
    chosen = sorted({value for listed in kind.choices.values() for value in listed}) or ["own"]
    one = st.none() | words | st.sampled_from(chosen) | st.integers(0, 10) | st.booleans() | st.sampled_from(KEYS)
    rows = st.lists(st.builds(lambda said: Row(said=said), words), max_size=2)
    value = one | st.lists(one, max_size=3) | rows | st.just("2026-03-10")
    usual = plans.CONTENTS[kind.name]
    raw = {name: draw(st.just(usual.get(name)) | value) for name in fields_of(kind)}
    for _round in range(3):
        try:
            return kind.parse(raw)
        except Invalid as problem:
            for name in {each.partition(".")[0] for each in problem.fields}:
                raw[name] = draw(words) if raw.get(name) is None else None
    return kind.parse(usual)


@st.composite
def records(draw, kinds=tuple(KINDS), most=8):
    """A whole record without a database: a version with its lines, the person, a nurse, a helper."""
    person = Patient(
        id="rosa23456789abcd", account_id="rsa23456789abcde",
        full_name=draw(st.sampled_from(["Rosa Vega", "ローザ"])),
        preferred_name="Rosa", birth_date=date(1948, 5, 4), phone="", language="es",
    )  # fmt: skip
    version = PlanVersion(
        id="version23456789a", plan_id="plan23456789abcd", number=draw(st.integers(1, 5)), offered_by_id=NURSE.id,
        offered_at=NOW, in_force_from=date(2026, 3, 10), review_on=date(2026, 9, 10),
        why=draw(st.sampled_from(["", "Our first plan.", "なぜ"])),
    )  # fmt: skip
    items = []
    for position, key in enumerate(draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=1, max_size=most))):
        kind = KINDS[draw(st.sampled_from(kinds))]
        starts = date(2026, 3, 10) + timedelta(days=draw(st.integers(0, 400)))
        items.append(
            PlanItem(
                key=key, kind=kind.name, owner=draw(st.sampled_from(["patient", NURSE.id, OTTO.id])),
                starts_on=starts, ends_on=starts + timedelta(days=draw(st.integers(0, 400))), position=position,
                content=draw(contents(kind)), substance="s", author_id=draw(st.sampled_from([NURSE.id, OTTO.id])),
                reason=draw(st.sampled_from(["", "Because we talked."])),
            )
        )  # fmt: skip
    return Record(
        person, version, items, NOW, {NURSE.id: NURSE, OTTO.id: OTTO},
        [CareTeamMember(account_id=NURSE.id, since=NOW, lead=True)],
        [ProxyGrant(account_id=OTTO.id, relation="son", starts_at=NOW)],
    )  # fmt: skip
