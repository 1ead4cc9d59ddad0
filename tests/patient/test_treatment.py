"""A treatment on the phone: what it is for first, honest prompts, what to do before anything is sent, a way back."""

import pytest
import sqlalchemy as sa

from app.models import Concern, ItemChange, PlanItem, TreatmentWord
from tests.patient import treatments

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        treatments.offered(session, world.grant(session, world.nurse, world.ruben_patient))
        return treatments.offered(session, world.grant(session, world.nurse))


@pytest.fixture
def home(world):
    return f"/patients/{world.rosa_patient.id}/plan"


@pytest.fixture
def rosa(client_as, world):
    return client_as(world.rosa)


def rows(database, model=TreatmentWord, **facts):
    with database.read() as session:
        return list(session.scalars(sa.select(model).filter_by(**facts)))


def test_what_it_is_for_comes_first(rosa, keys, home):
    page = rosa.get(f"{home}/items/{keys['tablet']}")
    assert page.h1 == "The small white water tablet (Bendrolide)"
    assert page.text.index("To keep water out of my legs.") < page.text.index("1 tablet")
    assert page.text.index("1 tablet") < page.text.index("46 in 100 people")
    assert page.says("Before you stop this", "Ring Nora first.")


def test_the_chance_is_drawn_and_said_in_words_of_one_scale(rosa, keys, home):
    page = rosa.get(f"{home}/items/{keys['tablet']}")
    assert page.says("Think of 100 people like you, over 1 year.")
    assert page.says("46 in 100 people have thinner legs. 54 do not.", "30: it happens without it too")
    assert page.says("16: only with it", "3 in 100 people feel dizzy. 97 do not.", "97: it does not happen")
    assert page.says("A fictional study, Thursday 15 January")
    assert drawn(page, f"help-{keys['tablet']}") == {"before": 30, "counted": 16, "rest": 54}
    assert drawn(page, f"harm-{keys['tablet']}") == {"counted": 3, "rest": 97}
    for never in ("NNT", "needed to treat", "relative", "%"):
        assert never not in page.text


def drawn(page, name):
    """How many people of each shape the drawing holds, from its rectangles of 20 by 20."""
    found = {}
    for rect in page.tree.all("rect"):
        fill = rect.attrs.get("fill", "")
        if fill.startswith(f"url(#{name}-") and rect.attrs.get("x") is not None:
            shape = fill.removeprefix(f"url(#{name}-").rstrip(")")
            found[shape] = found.get(shape, 0) + int(rect.attrs.get("width")) // 20
    return found


def test_a_prompt_that_nobody_answered_says_so(rosa, keys, home):
    page = rosa.get(f"{home}/items/{keys['cream']}")
    assert page.says("Chance that it helps Not discussed yet.", "Chance of harm Not discussed yet.")
    assert page.says("Money Not discussed yet.", "What else could be done Not discussed yet.")
    assert "in 100 people" not in page.text
    page = rosa.get(f"{home}/items/{keys['tablet']}")
    assert page.says("Money We do not know.")


def test_paper_holds_all_of_it(rosa, keys, home):
    page = rosa.get(f"{home}/whole")
    assert page.says("With it, over 1 year: 46 in 100 people have thinner legs. 54 in 100 do not.")
    assert page.says("Fainting: Lie down and ring the emergency number.", "Stockings", "Ring Nora first.")


def test_what_to_do_stands_on_the_page_before_anything_is_sent(rosa, keys, home):
    page = rosa.get(f"{home}/items/{keys['tablet']}/side-effect")
    assert page.says(
        "Fainting", "Lie down and ring the emergency number.", "Get help now", "Nobody is watching this live."
    )
    assert 'href="tel:' in page.html
    assert page.text.index("Lie down") < page.text.index("Tell my team")


def test_a_serious_side_effect_is_urgent_and_stays_open_when_it_is_taken_back(rosa, keys, home, database, world):
    form = rosa.get(f"{home}/items/{keys['tablet']}/side-effect")
    page = rosa.submit(form, button="Tell my team", value="serious.0", words="Twice on the stairs")
    assert page.says("A serious side effect: Fainting", "What to do now", "Lie down and ring the emergency number.")
    assert page.says("Nora (nurse) takes this on.", "Twice on the stairs")
    (concern,) = rows(database, Concern)
    assert (concern.rule, concern.band, concern.owner_id) == ("side_effect", 1, world.nurse.id)
    assert (concern.due_at - concern.raised_at).total_seconds() == 4 * 3600
    page = rosa.submit(page, button="Undo")
    assert page.says("Taken back.")
    (concern,) = rows(database, Concern)
    assert concern.closed_at is None
    assert concern.why["taken_back"] is True
    assert rows(database)[0].undone_at is not None


def test_a_common_side_effect_is_soon_and_closes_when_it_is_taken_back(rosa, keys, home, database):
    form = rosa.get(f"{home}/items/{keys['tablet']}/side-effect")
    page = rosa.submit(form, button="Tell my team", value="common.0")
    assert page.says("A side effect: Going to the toilet more", "Take it before noon.")
    (concern,) = rows(database, Concern)
    assert (concern.band, concern.closed_at) == (2, None)
    rosa.submit(page, button="Undo")
    assert rows(database, Concern)[0].closed_at is not None
    assert not rosa.get(f"{home}/items/{keys['tablet']}/said").says("A side effect: Going")


def test_a_second_report_does_not_hide_the_first(rosa, keys, home, database):
    for value in ("serious.0", "common.0"):
        rosa.submit(rosa.get(f"{home}/items/{keys['tablet']}/side-effect"), button="Tell my team", value=value)
    assert sorted(concern.band for concern in rows(database, Concern)) == [1, 2]


def test_one_sent_twice_is_stored_once(rosa, keys, home, database):
    form = rosa.get(f"{home}/items/{keys['tablet']}/side-effect")
    rosa.submit(form, button="Tell my team", value="own", words="My skin itches")
    rosa.submit(form, button="Tell my team", value="own", words="My skin itches")
    assert len(rows(database)) == len(rows(database, Concern)) == 1
    page = rosa.submit(form, button="Tell my team", status=409, value="own", words="My hair itches")
    assert "My hair itches" in page.html
    assert len(rows(database)) == 1


@pytest.mark.parametrize(
    ("value", "words", "said"),
    [
        ("own", "", "Write what you notice."),
        ("serious.9", "", "Choose one, or write what you notice."),
        ("", "", "Choose one, or write what you notice."),
        ("common.x", "I typed this", "Choose one, or write what you notice."),
        ("own", "y" * 2001, "That is too long."),
    ],
)
def test_what_does_not_fit_is_not_stored(rosa, keys, home, database, value, words, said):
    form = rosa.get(f"{home}/items/{keys['tablet']}/side-effect")
    page = rosa.submit(form, button="Tell my team", status=422, value=value, words=words)
    assert page.says(said)
    assert words in page.html
    assert rows(database) == rows(database, Concern) == []


@pytest.mark.parametrize("value", ["money", "effort", "side_effects", "too_many"])
def test_too_much_reaches_somebody_with_a_name(rosa, keys, home, database, world, value):
    form = rosa.get(f"{home}/items/{keys['tablet']}/too-much")
    page = rosa.submit(form, button="Tell my team", value=value, words="It is a lot.")
    assert page.says("Nora (nurse) takes this on.", "It is a lot.")
    (concern,) = rows(database, Concern)
    assert (concern.rule, concern.owner_id, concern.why["value"]) == ("too_much", world.nurse.id, value)


def test_nothing_that_is_said_changes_the_plan(rosa, keys, home, database):
    before = [(item.key, item.content, item.substance) for item in rows(database, PlanItem)]
    rosa.submit(rosa.get(f"{home}/items/{keys['tablet']}/too-much"), button="Tell my team", value="money")
    rosa.submit(rosa.get(f"{home}/items/{keys['tablet']}/side-effect"), button="Tell my team", value="serious.0")
    rosa.submit(rosa.get(f"{home}/treatments/sort?at={keys['tablet']}"), button="I could do without this")
    rosa.submit(rosa.get(f"{home}/items/{keys['tablet']}/ways"), button="I do not know yet")
    assert before == [(item.key, item.content, item.substance) for item in rows(database, PlanItem)]
    assert rows(database, ItemChange, state="draft") == []


def test_the_ways_stand_side_by_side_with_doing_nothing(rosa, keys, home, database):
    page = rosa.get(f"{home}/items/{keys['tablet']}/ways")
    assert page.says("The small white water tablet", "Stockings", "Doing nothing for now", "The legs may swell.")
    page = rosa.post(page.path, value="other.1", client_key="one")
    assert page.says("Leans to another way: Doing nothing for now")
    assert rows(database, Concern) == []
    assert rosa.get(f"{home}/items/{keys['tablet']}/ways").says("Leans to another way")
    rosa.post(f"{home}/items/{keys['tablet']}/ways", status=422, value="other.7", client_key="two")


def test_a_helper_reports_with_both_names_and_says_nothing_of_wishes(client_as, keys, home, database, world):
    otto = client_as(world.otto)
    form = otto.get(f"{home}/items/{keys['tablet']}/side-effect")
    page = otto.submit(form, button="Tell the team", value="common.0")
    assert page.says("Otto, for Rosa") or page.says("You, for Rosa")
    assert rows(database, Concern)[0].why["by"] == "Otto"
    for path in (f"items/{keys['tablet']}/ways", f"treatments/{keys['tablet']}/sort"):
        otto.post(f"{home}/{path}", status=403, value="this", client_key="k")
    otto.get(f"{home}/treatments/sort", 403)
    otto.get(f"{home}/items/{keys['trial']}/how-it-went", 403)


def test_strangers_learn_nothing_and_lines_of_others_open_nothing(client_as, keys, home, database, world):
    for path in ("side-effect", "too-much", "ways"):
        client_as(world.stranger).get(f"{home}/items/{keys['tablet']}/{path}", 404)
        client_as(world.clerk).get(f"{home}/items/{keys['tablet']}/{path}", 403)
        client_as(world.rosa).get(f"{home}/items/{keys['trial']}/{path}", 404)
    ruben = f"/patients/{world.ruben_patient.id}/plan"
    client_as(world.ruben).get(f"{ruben}/items/{keys['tablet']}/side-effect", 404)
    page = client_as(world.rosa).post(
        f"{home}/items/{keys['tablet']}/side-effect", value="common.0", client_key="mine"
    )
    said = page.path.rsplit("/", 1)[1]
    client_as(world.ruben).get(f"{ruben}/said/{said}", 404)
    client_as(world.ruben).post(f"{ruben}/said/{said}/undo", status=404)
    assert rows(database)[0].undone_at is None
