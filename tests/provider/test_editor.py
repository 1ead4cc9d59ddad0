"""The plan editor: adding, changing, taking out and undoing lines of the draft."""

import pytest

from app.care.plan import decisions, drafting, offering, versions
from tests.provider import plans

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def nurse(client_as, world):
    return client_as(world.nurse)


@pytest.fixture
def edit(world):
    return f"/team/patients/{world.rosa_patient.id}/plan/edit"


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        return plans.offered(session, world)


def test_an_empty_draft_says_where_to_begin(nurse, edit):
    page = nurse.get(edit)
    assert page.says("Begin with what matters to Rosa", "No version was offered yet")


@pytest.mark.parametrize("kind", ["what_matters", "strength", "goal", "activity", "coping_strategy", "follow_up"])
def test_every_kind_has_a_form(nurse, edit, kind):
    assert nurse.get(f"{edit}/new/{kind}").says("Save in the draft")


def test_an_unknown_kind_is_nowhere(nurse, edit):
    nurse.get(f"{edit}/new/wish", 404)


def test_a_new_activity_lands_in_the_draft(nurse, edit):
    form = nurse.get(f"{edit}/new/activity")
    page = nurse.submit(form, button="Save", what="Walk to the shop", days=["0", "2"], confidence="5")
    assert page.h1 == "Walk to the shop"
    assert page.says("Kept in the draft")
    assert nurse.get(edit).says("Walk to the shop", "New")


def test_a_new_line_sent_twice_is_one_line(nurse, edit):
    form = nurse.get(f"{edit}/new/goal")
    first = nurse.submit(form, button="Save in the draft", words="To sing again", sort="life", term="short")
    again = nurse.submit(form, button="Save in the draft", words="To sing again", sort="life", term="short")
    assert first.path == again.path
    page = nurse.submit(form, button="Save in the draft", status=409, words="To dance", sort="life", term="short")
    assert page.says("To sing again", "To dance", "Nothing is lost")
    page = nurse.submit(page, button="Save mine")
    assert page.path not in (first.path, form.path)
    assert page.says("To sing again", "To dance")


def test_what_was_typed_stays_when_something_is_wrong(nurse, edit):
    form = nurse.get(f"{edit}/new/activity")
    page = nurse.submit(
        form, button="Save", status=422, what="", where="By the river", days=["1", "3"], ends_on="2026-31-01"
    )
    assert page.says("Write what will be done.", "Write the day like this: 2026-03-10.")
    assert "By the river" in page.html
    assert len([n for n in page.tree.all("input", name="days") if "checked" in n.attrs]) == 2
    assert nurse.get(edit).says("Begin with what matters to Rosa")


def test_a_coping_line_begins_under_its_activity(nurse, edit, keys):
    page = nurse.get(nurse.get(f"{edit}/{keys['walk']}").link("Add what to do when something gets in the way"))
    page = nurse.submit(page, button="Save", if_words="if it rains", then_words="I take the stairs")
    assert page.says("For: Walk to the corner shop.")
    page = nurse.get(nurse.get(f"{edit}/{keys['goal']}").link("Add an activity for this goal"))
    chosen = [n.attrs["value"] for n in page.tree.all("option") if "selected" in n.attrs]
    assert keys["goal"] in chosen


def test_the_person_the_team_and_helpers_can_own_a_line(nurse, world, edit):
    page = nurse.get(f"{edit}/new/activity")
    assert page.says("Rosa", "Nora (nurse)", "Paul (doctor)", "Otto (son)")
    page = nurse.submit(page, button="Save", what="Drive to the clinic", owner=world.otto.id)
    assert page.says("Otto (son), from")
    nurse.submit(page, button="Save", status=404, owner=world.stranger.id)
    page = nurse.submit(page, button="Save", status=422, owner="somebody")
    assert page.says("Pick the person or somebody on their team.")


def test_a_window_cannot_end_before_it_starts(nurse, edit):
    form = nurse.get(f"{edit}/new/activity")
    page = nurse.submit(form, button="Save", status=422, what="Walk", ends_on="2026-01-01")
    assert page.says("The last day cannot be before the first.")
    page = nurse.submit(form, button="Save", status=422, what="Walk", ends_on="soon")
    assert page.says("Write the day like this")


def test_a_change_stands_beside_what_is_in_use(nurse, edit, keys):
    form = nurse.get(f"{edit}/{keys['walk']}")
    page = nurse.submit(form, button="Save", what="Walk to the bench", reason="The shop was too far.")
    assert page.says("In use", "Walk to the corner shop", "In the draft", "Walk to the bench")
    assert nurse.get(edit).says("Changes", "One line is changed since version 1")


def test_undo_forgets_a_change(nurse, edit, keys):
    form = nurse.get(f"{edit}/{keys['walk']}")
    page = nurse.submit(form, button="Save", what="Walk to the bench")
    page = nurse.submit(page, button="Undo")
    assert page.h1 == "Walk to the corner shop"
    assert nurse.get(edit).says("Nothing is changed since version 1")


def test_taking_out_and_keeping_after_all(nurse, edit, keys):
    page = nurse.submit(nurse.get(f"{edit}/{keys['call']}"), button="Take it out", out="Nora is away.")
    assert page.says("This line leaves the plan", "Nora is away.")
    assert nurse.get(edit).says("Leaves the plan")
    page = nurse.submit(page, button="Keep it in the plan")
    assert page.says("Save in the draft")


def test_why_a_line_leaves_is_never_cut(nurse, edit, keys):
    why = "Nora is away. " * 80
    page = nurse.submit(nurse.get(f"{edit}/{keys['call']}"), button="Take it out", status=422, out=why)
    assert page.says("That is too long. Use at most 1000 letters.", why.strip())
    assert not nurse.get(edit).says("Leaves the plan")


def test_undoing_a_new_line_takes_it_away(nurse, edit):
    page = nurse.submit(nurse.get(f"{edit}/new/strength"), button="Save", words="My neighbour Leo")
    page = nurse.submit(page, button="Do not add it")
    assert page.path == edit
    assert not page.says("Leo")


def test_two_pages_at_once_see_both_texts(nurse, client_as, world, edit, keys):
    mine, other = nurse.get(f"{edit}/{keys['walk']}"), client_as(world.nurse)
    other.submit(other.get(f"{edit}/{keys['walk']}"), button="Save", what="Walk to the church")
    page = nurse.submit(mine, button="Save", status=409, what="Walk to the bench")
    assert page.says("This line was saved elsewhere", "Walk to the church", "Walk to the bench")
    assert page.says("Keep what is there", "Keep mine")
    page = nurse.submit(page, button="Save mine")
    assert page.h1 == "Walk to the bench"


def test_the_other_text_can_be_kept(nurse, client_as, world, edit, keys):
    mine, other = nurse.get(f"{edit}/{keys['walk']}"), client_as(world.nurse)
    other.submit(other.get(f"{edit}/{keys['walk']}"), button="Save", what="Walk to the church")
    page = nurse.submit(mine, button="Save", status=409, what="Walk to the bench")
    assert nurse.get(page.link("Keep what is there")).h1 == "Walk to the church"


def test_the_persons_own_words_are_shown_and_not_asked_for(nurse, database, world, edit):
    with database.write() as session:
        rosa, team = world.grant(session, world.rosa), world.grant(session, world.nurse)
        wish = drafting.suggest(session, rosa, kind="goal", content={"words": "To swim again", "why": "For joy"})
        drafting.accept(session, team, wish.id)
    form = nurse.get(f"{edit}/{wish.key}")
    assert form.says("To swim again", "Rosa wrote this. It stays as it is.")
    assert not form.tree.all("textarea", name="words")
    page = nurse.submit(form, button="Save", specific="Ten lengths")
    assert page.says("To swim again")
    assert "Ten lengths" in page.html
    page = nurse.post(f"{edit}/{wish.key}", words="To float", status=422, revision="2", base="0")
    assert page.says("To swim again")


def test_only_health_goals_is_a_quiet_note(nurse, database, world, edit):
    with database.write() as session:
        plans.goal(session, world.grant(session, world.nurse), words="Pressure below 135", sort="clinical")
    assert nurse.get(edit).says("This plan holds only health goals.")


def test_a_clerk_and_the_person_do_not_edit(client_as, world, edit):
    client_as(world.clerk).get(edit, 403)
    client_as(world.rosa).get(edit, 403)
    client_as(world.stranger).get(edit, 404)


def test_the_editor_speaks_every_language(client_as, world, edit, keys):
    visitor = client_as(world.nurse, lang="en-XA")
    visitor.get(edit)
    visitor.get(f"{edit}/{keys['walk']}")
    for kind in ("goal", "activity", "coping_strategy", "follow_up"):
        visitor.get(f"{edit}/new/{kind}")


def test_a_change_says_its_sort_and_its_reason(nurse, client_as, database, world, edit, keys):
    with database.write() as session:
        decisions.decide(session, world.grant(session, world.rosa), keys["walk"], 1, "yes")
    page = nurse.submit(
        nurse.get(f"{edit}/{keys['walk']}"), button="Save", what="Walk to the bench", reason_code="cost"
    )
    assert page.says("It changes what is agreed", "Only the wording changes")
    nurse.post(f"{edit}/{keys['walk']}", status=422, what="Walk", reason_code="whim", revision="1", base="1")
    with database.write() as session:
        offering.offer(session, world.grant(session, world.nurse))
    home = f"/patients/{world.rosa_patient.id}/plan"
    assert client_as(world.rosa).get(f"{home}/changes").says("It cost too much money, time or effort.")


def test_a_change_without_a_reason_says_another_reason(nurse, database, world, edit, keys):
    nurse.submit(nurse.get(f"{edit}/{keys['walk']}"), button="Save", what="Walk to the bench")
    with database.write() as session:
        grant = world.grant(session, world.nurse)
        offering.offer(session, grant)
        items = versions.items_of(session, grant, [2])[2]
        assert {item.key: item.reason_code for item in items}[keys["walk"]] == "other"
