"""The ladder, the person's own order of goals, and two lines that pull apart."""

import pytest

from app.care.plan import drafting, goal_order, offering, pulling
from app.errors import Forbidden, NotFound
from app.models import GoalOrder, PullsApart
from tests.care.plan import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


def made(session, grant):
    life = plans.put(session, grant, "goal", words="Walk to the lake").key
    small = plans.put(session, grant, "goal", words="Climb the stairs", parent_key=life).key
    plain = plans.put(session, grant, "goal", words="Sleep through").key
    step = plans.put(session, grant, "activity", what="Five steps a day", goal_key=small).key
    loose = plans.put(session, grant, "activity", what="Water the roses").key
    drafting.set_review_date(session, grant, plans.days(90))
    offering.offer(session, grant)
    return {"life": life, "small": small, "plain": plain, "step": step, "loose": loose}


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        made(session, world.grant(session, world.nurse, world.ruben_patient))
        return made(session, world.grant(session, world.nurse))


def test_the_ladder_goes_from_life_to_this_week(client_as, world, home, keys):
    page = client_as(world.rosa).get(f"{home}/ladder")
    order = [page.main.index(words) for words in ("Walk to the lake", "Climb the stairs", "Five steps a day")]
    assert order == sorted(order)
    assert page.says("It helps to reach the goal above.", "Steps that serve no goal yet", "Water the roses")
    card = next(node for node in page.tree.all("section") if "Walk to the lake" in node.text)
    assert "Climb the stairs" in card.text
    assert "Sleep through" not in card.text


def test_she_puts_her_goals_in_order_with_buttons(client_as, world, home, keys, database):
    rosa = client_as(world.rosa)
    page = rosa.get(f"{home}/goals/order")
    page = rosa.submit(page, to=f"{keys['plain']}/place", button="More important")
    page = rosa.submit(page, to=f"{keys['plain']}/place", button="More important")
    order = [page.main.index(words) for words in ("Sleep through", "Walk to the lake", "Climb the stairs")]
    assert order == sorted(order)
    first = rosa.get(f"{home}/ladder").main
    assert first.index("Sleep through") < first.index("Walk to the lake")
    with database.write() as session:
        grant = world.grant(session, world.rosa)
        before = session.query(GoalOrder).count()
        goal_order.put(session, grant, keys["plain"], 0)
        assert session.query(GoalOrder).count() == before, "the same place again is stored once"
        assert goal_order.keys(session, world.grant(session, world.ruben, world.ruben_patient)) == []


def test_only_she_orders_them(client_as, world, home, keys, database):
    assert not client_as(world.otto).get(f"{home}/goals/order").says("More important")
    client_as(world.otto).post(f"{home}/goals/{keys['plain']}/place", 403, place="0")
    client_as(world.nurse).post(f"{home}/goals/{keys['plain']}/place", 403, place="0")
    client_as(world.stranger).post(f"{home}/goals/{keys['plain']}/place", 404, place="0")
    rosa = client_as(world.rosa)
    rosa.post(f"{home}/goals/{keys['step']}/place", 404, place="0")
    rosa.post(f"{home}/goals/{keys['plain']}/place", 422, place="9")
    with database.read() as session:
        assert session.query(GoalOrder).count() == 0


def test_two_lines_that_pull_apart_are_marked_on_both(client_as, world, home, keys):
    rosa = client_as(world.rosa)
    page = rosa.get(rosa.get(f"{home}/items/{keys['step']}").link("Does this pull against another line?"))
    page = rosa.submit(page, button="Tell my team", status=422)
    assert page.says("Pick the other line.", "Say in a few words how they pull apart.")
    words = "After the stairs I cannot kneel."
    page = rosa.submit(page, button="Tell my team", other=keys["loose"], words=words)
    assert page.says(words, "This pulls against another line", "Water the roses")
    other = rosa.get(f"{home}/items/{keys['loose']}")
    assert other.says(words, "Five steps a day")
    assert not rosa.get(f"{home}/items/{keys['life']}").says(words)
    page = rosa.submit(other, button="This is settled")
    assert not page.says(words)


def test_who_may_say_and_settle_it(database, world, keys):
    with database.write() as session:
        rosa, nurse, otto = (world.grant(session, who) for who in (world.rosa, world.nurse, world.otto))
        row = pulling.say(session, nurse, keys["life"], keys["plain"], "Early nights or late walks")
        assert pulling.say(session, nurse, keys["plain"], keys["life"], "Early nights or late walks").id == row.id
        with pytest.raises(Forbidden):
            pulling.say(session, otto, keys["life"], keys["plain"], "No")
        with pytest.raises(Forbidden):
            pulling.settle(session, otto, row.id)
        ruben = world.grant(session, world.ruben, world.ruben_patient)
        with pytest.raises(NotFound):
            pulling.settle(session, ruben, row.id)
        assert pulling.of(session, ruben) == []
        pulling.settle(session, rosa, row.id)
        assert pulling.of(session, nurse) == []
        assert session.query(PullsApart).one().ended_by_id == world.rosa.id


@pytest.mark.parametrize("path", ["/ladder", "/goals/order", "/items/{step}/pulls", "/items/{step}/smaller", "/week",
                                  "/items/{step}/sure", "/items/{step}/sure?by=faces", "/parts"])  # fmt: skip
def test_every_page_speaks_every_language(client_as, world, home, keys, path):
    client_as(world.rosa, lang="en-XA").get(home + path.format(**keys))


@pytest.mark.parametrize("path", ["/ladder", "/goals/order", "/week", "/parts"])
def test_the_pages_are_good_before_the_first_plan(client_as, world, path):
    client_as(world.ruben).get(f"/patients/{world.ruben_patient.id}/plan{path}")
    client_as(world.stranger).get(f"/patients/{world.ruben_patient.id}/plan{path}", 404)
    client_as(world.clerk).get(f"/patients/{world.ruben_patient.id}/plan{path}", 403)
