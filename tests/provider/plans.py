"""A draft and an offered plan to work on, made with the rules of the product and not by hand."""

from datetime import date, timedelta

from app import clock
from app.care.plan import drafting, offering


def days(world) -> tuple[date, date]:
    """From today for four weeks, on Rosa's calendar."""
    today = clock.today(world.rosa_patient.time_zone)
    return today, today + timedelta(days=28)


def walk(session, grant, world, **more):
    """An activity of the person in the draft: walking to the shop."""
    first, last = days(world)
    facts = {"owner": "patient", "starts_on": first, "ends_on": last}
    usual = {"what": "Walk to the corner shop", "when": "after breakfast", "confidence": 6}
    content = {**usual, **more.pop("content", {})}
    return drafting.save(session, grant, kind="activity", content=content, **{**facts, **more})


def call(session, grant, world, **more):
    """Something the nurse promises: a call."""
    first, last = days(world)
    facts = {"owner": world.nurse.id, "starts_on": first, "ends_on": last}
    content = {"with_whom": "Nora", "how": "phone", "when": "Tuesday morning", "about": "walking"}
    return drafting.save(session, grant, kind="follow_up", content=content, **{**facts, **more})


def goal(session, grant, words="To dance at the wedding", sort="life", **more):
    """A goal in the draft."""
    return drafting.save(session, grant, kind="goal", content={"words": words, "sort": sort, "term": "short"}, **more)


def offered(session, world, *, review_in=180):
    """A goal, a walk that serves it and a call, offered to Rosa. Gives their keys."""
    grant = world.grant(session, world.nurse)
    wish = goal(session, grant)
    made = walk(session, grant, world, content={"goal_key": wish.key, "measure": "blood_pressure"})
    rung = call(session, grant, world)
    drafting.set_review_date(session, grant, days(world)[0] + timedelta(days=review_in))
    offering.offer(session, grant, why="Small steps to the wedding.")
    return {"goal": wish.key, "walk": made.key, "call": rung.key}
