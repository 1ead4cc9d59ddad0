"""A small plan to test with: one line of every kind, offered by the nurse."""

from datetime import timedelta

from app import clock
from app.care.plan import drafting, offering
from app.care.plan.kinds import KINDS
from tests.factories import ZONE

CONTENTS = {
    "what_matters": {"words": "Dancing at the wedding in June.", "sort": "important"},
    "circumstance": {"sort": "work", "words": "I look after my sister on Mondays."},
    "problem": {"plain": "A worn knee", "clinical": "Gonarthrosis", "since": "2019-05", "understood": "It is rusty."},
    "expectation": {"about": "your knee", "course": "hold", "certainty": "likely", "words": "We can ease the pain."},
    "strength": {"words": "I never gave up smoking cold turkey, and it worked."},
    "goal": {"words": "Walk to church again.", "sort": "life", "term": "short"},
    "activity": {"what": "Walk to the corner shop", "how_much": "20 minutes", "when": "at nine", "days": [0, 2, 4]},
    "coping_strategy": {"barrier": "weather", "if_words": "It rains", "then_words": "I walk in the mall with Leo."},
    "treatment": {
        "sort": "medicine", "plain_name": "The small white water tablet", "clinical_name": "Bendrolide",
        "ingredients": ["bendrolide"], "purpose": "To keep water out of my legs.", "how": "1 tablet",
        "when": "mornings",
        "common": [{"what": "Going to the toilet more", "todo": "Take it before noon."}],
        "serious": [{"what": "Fainting", "todo": "Lie down and ring the emergency number."}],
        "benefit_words": "have thinner legs", "benefit_with": 46, "benefit_without": 30,
        "harm_words": "feel dizzy", "harm_with": 3, "over": "1 year", "numbers_source": "A fictional study",
        "numbers_on": "2026-01-15", "without": "The legs may swell.", "cost_state": "unknown",
        "alternatives": [{"what": "Stockings", "good": "No tablet", "bad": "Hard to put on"}],
    },
    "trial": {
        "way": "try_without", "what": "The sleeping tablet", "aim": "You feel dull in the mornings.",
        "watch_for": ["How many hours I sleep"], "stop_if": "Three bad nights in a row", "stop_todo": "Ring us.",
        "decides": "Rosa and Nora",
    },
    "community_resource": {"what": "The lunch table", "need": "company", "state": "asked", "phone": "555 0142"},
    "advance_wish": {"sort": "place_of_care", "words": "I would like to be at home.", "status": "talked"},
    "information": {"what": "Walking with a stiff knee", "text": "Short walks are fine.", "source": "Field Clinic"},
    "symptom_zones": {
        "condition": "Heart failure", "signs_good": ["No new swelling"], "signs_watch": ["More swelling"],
        "do_watch": ["Ring the practice today"], "signs_now": ["Short of breath at rest", "Chest pain"],
        "do_now": ["Ring the emergency number"], "baseline": [{"measure": "weight", "value": "70", "unit": "kg"}],
        "numbers": [{"band": "watch", "measure": "weight", "rule": "gain", "number": "0.9", "days": "1"}],
        "phones": [{"name": "Heart nurse", "number": "555 0123", "days": "weekdays", "from_time": "08:00",
                    "until_time": "17:00"}],
        "medicines": [{"band": "watch", "name": "Water tablet", "what": "One more in the morning for 3 days",
                       "prescribed_by": "Dr Moore", "prescribed_on": "2026-03-01"}],
    },
    "before_hospital": {
        "about": "a chest infection", "unless": ["I cannot speak"],
        "phones": [{"name": "Nora", "number": "555 0100"}],
        "at_home": [{"what": "A nurse listens to your chest", "who": "Nora", "how_fast": "the same day"}],
    },
    "medicine_at_hand": {
        "name": "Morphine 10 mg", "prescribed_by": "Dr Moore", "prescribed_on": "2026-03-01", "what_for": "bad pain",
        "kept": "In the blue box", "may_give": "The home nurse", "not_without": "a call to the nurse line",
        "use_until": "2026-06-30", "checked_on": "2026-03-01",
    },
    "stand_in": {"missing": "Otto", "who": "Ruth next door", "number": "555 0177", "since": "from the second day"},
    "trigger": {"if_words": "She comes home from hospital", "transition": "discharge", "then_words": "We meet soon",
                "steps": ["Ring her", "Compare the medicines"]},
    "follow_up": {"with_whom": "Nora (nurse)", "how": "phone", "when": "in two weeks", "about": "How walking goes"},
}  # fmt: skip


MORE = ("key", "revision", "base_number", "reason", "wording_only", "reason_code", "at_once")


def today():
    return clock.today(ZONE)


def days(number):
    return today() + timedelta(days=number)


def put(session, grant, kind="activity", **over):
    """Save one line in the draft; the rest of its content is the usual."""
    facts = {"owner": "patient", "starts_on": today(), "ends_on": days(90)}
    facts.update({name: over.pop(name) for name in list(over) if name in {*facts, *MORE}})
    grant = grant.with_private() if KINDS[kind].is_private else grant
    return drafting.save(session, grant, kind=kind, content={**CONTENTS[kind], **over}, **facts)  # fmt: skip


OPEN = tuple(kind for kind in CONTENTS if not KINDS[kind].is_private)
"""Kinds that everybody who may see the plan sees."""


def offered(session, grant, kinds=OPEN, review_in=180):
    """Draft these kinds, offer them; gives the key of each kind."""
    keys = {kind: put(session, grant, kind).key for kind in kinds}
    drafting.set_review_date(session, grant, days(review_in))
    offering.offer(session, grant, why="Our first plan.")
    return keys
