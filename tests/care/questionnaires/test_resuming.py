"""However often somebody stops, goes back, repeats, loses a connection or changes the phone: one response.

For made-up forms and answers, one person fills in a form in one go, and the other with interruptions. What is then
there to send must be equal, and whoever comes back stands where they left.
"""

import json
from datetime import timedelta
from functools import partial
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import clock
from app.access.grants import system
from app.care.questionnaires import answering, assignment, several, store
from app.care.questionnaires.document import items_of
from app.care.questionnaires.sheet import load
from app.care.questionnaires.submitting import submit
from app.care.questionnaires.tokens import token
from app.care.questionnaires.typing_back import typed_back
from app.errors import Invalid
from tests.care.questionnaires.reference import applies, filled

MOST_SCREENS = 60
VERSIONS = map(str, count(1))
INTERRUPTIONS = ("leave", "back", "repeat", "stay", "late", "other-first")


class Filler:
    """Somebody with a form and with what they mean to answer. Every step is a request of its own."""

    def __init__(self, database, grant, response_id, meant, several_of):
        self.database, self.grant = database, grant
        self.response_id, self.meant, self.several_of = response_id, meant, several_of
        self.seen, self.key = set(), 0

    def here(self):
        """The screen on which somebody stands who signs in anew."""
        with self.database.read() as session:
            sheet = load(session, self.grant(session), self.response_id)
            return sheet.here

    def grow(self, screen):
        """As many occurrences as are meant, from the place where it asks for one more."""
        for part in screen.parts:
            numbers = self.several_of.get(part.node.item.link_id, [1])
            if part.kind == "more" and part.node.position < len(numbers):
                with self.database.write() as session:
                    grant = self.grant(session)
                    several.add(session, grant, self.response_id, token(part.node.many))
                return True
        return False

    def save(self, screen, *, go="next", other=False, key=""):
        with self.database.write() as session:
            grant = self.grant(session)
            sheet = answering.open_sheet(session, grant, self.response_id)
            for one in sheet.screens:
                if one.place == screen.place:
                    screen = one
            entries = {}
            for node in screen.asked:
                values = self.meant.get(said(node), [])
                if other:
                    values = [] if values else self.other(node)
                entries[token(node.place)] = typed_back(sheet.item(node), values)
            saved = answering.save_screen(session, grant, self.response_id, screen.token, entries, go=go, key=key)
            return saved.next

    def other(self, node):
        return next((values for (link, _n), values in self.meant.items() if link == node.item.link_id), [])

    def fill(self, draw=None):
        """To the end. With ``draw``, something happens before each step."""
        for _step in range(MOST_SCREENS):
            screen = self.here()
            if screen is None:
                return
            if screen.kind == "more":
                if self.grow(screen):
                    continue
            elif draw is not None and screen.place not in self.seen:
                self.seen.add(screen.place)
                self.disturb(screen, draw(st.sampled_from((None, *INTERRUPTIONS))))
                continue
            onward = self.save(screen) if screen.kind != "more" else self.past(screen)
            if onward is None:
                with self.database.read() as session:
                    sheet = load(session, self.grant(session), self.response_id)
                    if all(node.place in sheet.rows for node in sheet.asked):
                        return
        raise AssertionError("it does not come to an end")

    def past(self, screen):
        with self.database.write() as session:
            grant = self.grant(session)
            return answering.save_screen(session, grant, self.response_id, screen.token, {}).next

    def disturb(self, screen, what):
        self.key += 1
        if what == "leave":  # typed and saved while the page is open, then the phone is gone
            self.save(screen, go="stay", key=f"p{self.key}.1")
            assert self.here().place == screen.place, "one stands on the same question"
        elif what == "back":
            self.save(screen, go="back")
        elif what == "repeat":
            key = f"p{self.key}.1"
            first = self.save(screen, key=key)
            assert place_of(self.save(screen, key=key)) == place_of(first), "a repeat leads to the same place"
        elif what == "stay":
            for number in range(3):
                self.save(screen, go="stay", key=f"p{self.key}.{number + 1}")
        elif what == "late":  # a save of the page comes after the page was left
            onward = self.save(screen, key=f"p{self.key}")
            self.save(screen, go="stay", key=f"p{self.key}.1", other=True)
            assert onward is None or place_of(self.here()) == onward.place, "one stands where one went"
        elif what == "other-first":
            self.save(screen, go="stay", other=True)

    def sent(self):
        with self.database.write() as session:
            grant = self.grant(session)
            try:
                sheet = submit(session, grant, self.response_id)
            except Invalid:  # a blank sheet is not sent
                return None
            return items_of(sheet.state)[0]


def place_of(screen):
    return screen.place if screen else None


def said(node):
    return node.item.link_id, node.occurrence[0] if node.occurrence else 0


def begin(database, world, made):
    """The same form for both."""
    found = []
    with database.write() as session:
        done = store.import_file(session, system(""), json.dumps(made).encode())
        assert done.questionnaire, [str(reason) for reason in done.verdict.reasons]
        for person, account in ((world.rosa_patient, world.rosa), (world.ruben_patient, world.ruben)):
            today = clock.today(person.time_zone)
            grant = partial(world.grant, actor=account, patient=person)
            days = {"opens_on": today, "closes_on": today + timedelta(days=1)}
            nurse = world.grant(session, world.nurse, person)
            asked = assignment.assign(session, nurse, done.questionnaire.id, reader_id=world.nurse.id, **days)
            found.append((database, grant, answering.start(session, grant(session), asked.id).id))
    return found


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filled(), st.data())
def test_stopping_anywhere_gives_the_same_response(database, world, case, data):
    made, answers, several_of = case
    made = {**made, "version": next(VERSIONS)}
    several_of = {link: list(range(1, len(numbers) + 1)) for link, numbers in several_of.items()}
    straight, disturbed = (Filler(*one, answers, several_of) for one in begin(database, world, made))
    straight.fill()
    disturbed.fill(data.draw)
    sent = straight.sent()
    assert sent == disturbed.sent()
    assert sorted(map(repr, leaves(sent or []))) == sorted(map(repr, wanted(made, answers, several_of)))


def leaves(items):
    """Every answer that was sent, with its question."""
    for item in items:
        yield from leaves(item.get("item", ()))
        for answer in item.get("answer", ()):
            value = {key: content for key, content in answer.items() if key != "item"}
            yield item["linkId"], next(iter(value.values()))
            yield from leaves(answer.get("item", ()))


def wanted(made, answers, several_of):
    """What both meant to say, of questions that apply by the reference."""
    there = applies(made, answers, several_of)
    for (link, number), values in answers.items():
        if (link, number) in there:
            yield from ((link, next(iter(value.values()))) for value in values)
