"""Whatever happens in whatever order: what each actor sees equals a model that knows nothing of the code.

Inviting, taking up, narrowing, pausing, ending, stepping back, keeping a section back, joining and leaving a team,
breaking the glass, signing in and out, and time that passes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app import clock
from app.access import records, relationships, sessions
from app.access.permissions import Permission
from app.care.people import agreements, glass, invitations, safety, team
from app.models import Account, Patient, PlanItem
from tests import factories
from tests.care.plan import plans
from tests.support.clock import Clock

BEGIN = datetime(2026, 3, 10, 15, 0, tzinfo=ZoneInfo("UTC"))
SEES = {
    "goals": {"what_matters", "circumstance", "strength", "goal"},
    "health": {"problem", "expectation", "information"},
    "actions": {"activity", "coping_strategy"},
    "medicines": {"treatment", "trial"},
    "worse": {"symptom_zones", "before_hospital", "medicine_at_hand", "stand_in", "trigger"},
    "around": {"community_resource", "follow_up"},
    "diary": {"+progress"},
    "answers": {"+answers"},
    "known": {"+facts"},
    "card": {"+card"},
}
"""What each section lets somebody see: kinds of lines, and four more things with a plus."""
ALL = set().union(*SEES.values())
TEAM = ALL - {"+card"}
FLAGS = {
    "+progress": Permission.SEE_PROGRESS, "+answers": Permission.SEE_ANSWERS, "+facts": Permission.SEE_FACTS,
    "+card": Permission.SHOW_CARD,
}  # fmt: skip
HELPERS, PEOPLE = ("otto", "stranger"), ("rosa", "ruben")
ACTORS = ("rosa", "ruben", "otto", "stranger", "nurse", "nina")
helpers, people = st.sampled_from(HELPERS), st.sampled_from(PEOPLE)
sections = st.sets(st.sampled_from(sorted(SEES)), min_size=1)


@dataclass
class Help:
    """What the model knows of one helper of one person."""

    seen: set[str]
    starts: datetime
    ends: datetime | None
    kept: set[str] = field(default_factory=set)
    paused: bool = False
    over: bool = False

    @property
    def hidden(self) -> set[str]:
        """What the team keeps from them; the card says something of what is known and of what to do."""
        return self.kept | ({"card"} if self.kept & {"known", "worse"} else set())

    def stands(self, now: datetime) -> bool:
        return not self.over and (self.ends is None or self.ends > now)


class Access(RuleBasedStateMachine):
    """One world for all runs; each run is a transaction that is taken back at its end."""

    database: Any
    world: factories.World
    nina: Account

    @initialize()
    def begin(self) -> None:
        self.clock = Clock(BEGIN)
        self.clock.__enter__()
        self.session = self.database.session(readonly=False)
        self.helps: dict[tuple[str, str], Help] = {
            ("otto", "rosa"): Help(
                {"goals", "health", "actions", "medicines", "worse", "around", "diary"}, BEGIN, None
            )
        }
        self.on_team: set[str] = set()
        self.broken: dict[str, datetime] = {}
        self.tokens = {name: sessions.start(self.session, self.account(name), "phone", True) for name in ACTORS}

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.rollback()
            self.session.close()
            self.clock.__exit__(None, None, None)

    def account(self, name: str) -> Account:
        return self.nina if name == "nina" else getattr(self.world, name)

    def patient(self, name: str) -> Patient:
        return getattr(self.world, f"{name}_patient")

    def grant(self, actor: str, person: str) -> Any:
        found = relationships.find(self.session, self.account(actor), self.patient(person).id)
        return found.grant if found else None

    def row(self, helper: str, person: str) -> Any:
        """The grant that stands between them now, as the person sees it; None without one."""
        found = agreements.of(self.session, self.grant(person, person))
        return next((one.grant for one in found if one.account.id == self.account(helper).id), None)

    @rule(helper=helpers, person=people, seen=sections, first=st.integers(0, 2), days=st.none() | st.integers(0, 3))
    def invite_and_take_up(self, helper: str, person: str, seen: set[str], first: int, days: int | None) -> None:
        today = clock.today(factories.ZONE)
        begins = today + timedelta(days=first) if first else None
        last = (begins or today) + timedelta(days=days) if days is not None else None
        scope = {section: ["see"] for section in seen}
        grant = self.grant(person, person)
        _row, code = invitations.invite(
            self.session, grant, kind="proxy", name="Any Body", scope=scope, starts_on=begins, ends_on=last
        )
        invitations.accept(self.session, code, already=self.account(helper))
        starts = midnight(begins) if begins else clock.now()
        before = self.helps.get((helper, person))
        ends = midnight(last + timedelta(days=1)) if last else None
        self.helps[helper, person] = Help(seen, starts, ends, kept=before.kept if before else set())

    @rule(helper=helpers, person=people, seen=sections)
    def change(self, helper: str, person: str, seen: set[str]) -> None:
        if row := self.row(helper, person):
            agreements.change(self.session, self.grant(person, person), row.id, {name: ["see"] for name in seen})
            self.helps[helper, person].seen = seen
            self.helps[helper, person].ends = None

    @rule(helper=helpers, person=people, how=st.sampled_from(["pause", "go_on", "end"]))
    def pause_or_end(self, helper: str, person: str, how: str) -> None:
        if row := self.row(helper, person):
            getattr(agreements, how)(self.session, self.grant(person, person), row.id)
            known = self.helps[helper, person]
            known.paused, known.over = how == "pause" or (known.paused and how == "end"), how == "end"

    @rule(helper=helpers, person=people)
    def step_back(self, helper: str, person: str) -> None:
        grant = self.grant(helper, person)
        if grant is not None:
            agreements.step_back(self.session, grant)
            self.helps[helper, person].over = True

    @rule(helper=helpers, person=people, section=st.sampled_from(sorted(SEES)))
    def keep_back_or_show(self, helper: str, person: str, section: str) -> None:
        if row := self.row(helper, person):
            nurse, known = self.grant("nurse", person), self.helps[helper, person]
            if section in known.kept:
                (kept,) = [
                    k
                    for k in safety.kept(self.session, nurse)
                    if k.row.section == section and k.row.grant_id == row.id
                ]
                safety.show_again(self.session, nurse, kept.row.id)
            else:
                safety.keep_from(self.session, nurse, row.id, section, "for safety")
            known.kept ^= {section}

    @rule(person=people)
    def nina_joins_or_leaves(self, person: str) -> None:
        nurse = self.grant("nurse", person)
        if person in self.on_team:
            team.leave_team(self.session, nurse, self.nina.id)
        else:
            team.join(self.session, nurse, self.nina.id)
        self.on_team ^= {person}

    @rule(person=people)
    def nina_breaks_the_glass(self, person: str) -> None:
        patient = self.patient(person)
        glass.break_it(
            self.session,
            self.nina,
            full_name=patient.full_name,
            birth_date=patient.birth_date,
            reason="She fell here.",
        )
        if person not in self.on_team and self.broken.get(person, BEGIN) <= clock.now():
            self.broken[person] = clock.now() + timedelta(hours=4)

    @rule(person=people)
    def nina_is_done(self, person: str) -> None:
        grant = self.grant("nina", person)
        if grant is not None and person not in self.on_team:
            glass.close(self.session, grant)
            self.broken.pop(person, None)

    @rule(who=st.sampled_from(ACTORS))
    def sign_out_or_in(self, who: str) -> None:
        if token := self.tokens.pop(who, ""):
            login, account = sessions.find(self.session, token) or (None, self.account(who))
            sessions.end(self.session, account, login.id if login else "gone")
        else:
            self.tokens[who] = sessions.start(self.session, self.account(who), "phone", True)

    @rule(hours=st.sampled_from([1, 3, 9, 26]))
    def time_passes(self, hours: int) -> None:
        self.clock.move(hours=hours)

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        if not hasattr(self, "session"):
            return
        self.session.flush()
        for actor in ACTORS:
            login = sessions.find(self.session, self.tokens[actor]) if actor in self.tokens else None
            for person in PEOPLE:
                assert self.seen(login, person) == (self.expected(actor, person) if login else set()), (actor, person)

    def seen(self, login: Any, person: str) -> set[str]:
        """What the code lets this sign-in see of this person."""
        found = relationships.find(self.session, login[1], self.patient(person).id) if login else None
        if found is None:
            return set()
        kinds = set()
        if found.grant.may(Permission.SEE_PLAN):
            query = records.of(self.session, found.grant, PlanItem).with_only_columns(PlanItem.kind)
            kinds = set(self.session.scalars(query))
        return kinds | {flag for flag, permission in FLAGS.items() if found.grant.may(permission)}

    def expected(self, actor: str, person: str) -> set[str]:
        """The same from the model."""
        now = clock.now()
        if actor in (person, "nurse"):
            return ALL if actor == person else TEAM
        if actor == "nina":
            return TEAM if person in self.on_team or self.broken.get(person, BEGIN) > now else set()
        known = self.helps.get((actor, person))
        if known is None or not known.stands(now) or known.paused or known.starts > now:
            return set()
        return set().union(*(SEES[section] for section in known.seen - known.hidden))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(factories.ZONE)).astimezone(ZoneInfo("UTC"))


@pytest.mark.usefixtures("frozen_clock")
def test_any_order_of_any_steps(database, world):
    with database.write() as session:
        nina = factories.account(session, "Nina Other", role="nurse")
        for person in (world.rosa_patient, world.ruben_patient):
            plans.offered(session, world.grant(session, world.nurse, person))
    how = settings(
        max_examples=20, stateful_step_count=20, deadline=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    machine = type("Any", (Access,), {"database": database, "world": world, "nina": nina})
    run_state_machine_as_test(machine, settings=how)
