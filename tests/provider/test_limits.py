"""Limits for one person: set with why, seen by the person, refused in words, both texts on a clash."""

import sqlalchemy as sa

from app.models import PersonalLimit

WHY = "Your lungs are used to less oxygen."


def address(world, rest="limits"):
    return f"/team/patients/{world.rosa_patient.id}/{rest}"


def rows(database):
    with database.read() as session:
        return session.execute(
            sa.select(PersonalLimit.name, PersonalLimit.value, PersonalLimit.unit).order_by(PersonalLimit.set_at)
        ).all()


def test_a_nurse_sets_one_and_rosa_reads_it(client_as, world, database):
    nurse = client_as(world.nurse)
    profile = nurse.get(address(world, ""))
    page = nurse.get(profile.link("Limits"))
    form = nurse.get(page.link("Own range: from (not set)"))
    done = nurse.submit(form, "/limits/", "Set it for Rosa", value="88", why=WHY)
    assert done.says("This holds from now on.", "Own range: from 88 %", "Nora (nurse)", WHY)
    assert rows(database) == [("oxygen_from", 88.0, "%")]
    rosa = client_as(world.rosa)
    theirs = rosa.get(rosa.get(f"/patients/{world.rosa_patient.id}/measure").link("Which numbers we compare"))
    assert theirs.says("Your own range starts at 88 %.", WHY, "Nora (nurse) set this for you on")
    form = rosa.get(f"/patients/{world.rosa_patient.id}/measure/oxygen")
    page = rosa.submit(form, "/measure/", "Write it down", oxygen="90")
    assert not page.says("very low")
    form = rosa.get(f"/patients/{world.rosa_patient.id}/measure/oxygen")
    asked = rosa.submit(form, "/measure/", "Write it down", oxygen="87", status=422)
    low = rosa.submit(asked, "/measure/", "Yes, that is right")
    assert low.says("This is very low", "Your own range starts at 88 %.", "Nora (nurse) set this for you on")
    worklist = client_as(world.nurse).get("/team/")
    assert worklist.says("Their own limit. Own range: from 88 %. Set by Nora (nurse)")


def test_back_to_the_usual_one(client_as, world, database):
    nurse = client_as(world.nurse)
    form = nurse.get(address(world, "limits/bp_low"))
    assert form.says("Now: 90 mmHg. The usual limit")
    nurse.submit(form, "/limits/", "Set it for Rosa", value="100", why=WHY)
    again = nurse.get(address(world, "limits/bp_low"))
    assert 'value="100.0"' not in again.html
    assert nurse.submit(again, "/usual", "Go back to the usual limit").says("The usual limit holds again.")
    assert rows(database) == [("bp_low", 100.0, "mm[Hg]"), ("bp_low", None, "")]


def test_refused_in_words_and_kept(client_as, world, database):
    nurse = client_as(world.nurse)
    form = nurse.get(address(world, "limits/weight_day"))
    page = nurse.submit(form, "/limits/", "Set it for Rosa", value="99", unit="[lb_av]", why=WHY, status=422)
    assert page.says("Write a number from 0.9 to 22 lb.", WHY)
    page = nurse.submit(form, "/limits/", "Set it for Rosa", value="3", unit="[lb_av]", why=" ", status=422)
    assert page.says("Say why, in plain words.")
    assert rows(database) == []


def test_two_at_once_see_both(client_as, world, database):
    nurse, physician = client_as(world.nurse), client_as(world.physician)
    first, second = nurse.get(address(world, "limits/bp_low")), physician.get(address(world, "limits/bp_low"))
    nurse.submit(first, "/limits/", "Set it for Rosa", value="100", why=WHY)
    page = physician.submit(second, "/limits/", "Set it for Rosa", value="95", why="For now.", status=409)
    assert page.says("Somebody set this meanwhile.", "100 mmHg", WHY, "For now.")
    physician.submit(page, "/limits/", "Set it for Rosa", value="95", why="For now.")
    assert [row.value for row in rows(database)] == [100.0, 95.0]


def test_who_may_not(client_as, world, database):
    for person, status in ((world.clerk, 403), (world.stranger, 404), (world.rosa, 403), (world.otto, 403)):
        visitor = client_as(person)
        visitor.get(address(world), status=status)
        visitor.get(address(world, "limits/bp_low"), status=status)
        visitor.post(address(world, "limits/bp_low"), status=status, value="100", why=WHY)
        visitor.post(address(world, "limits/bp_low/usual"), status=status)
    client_as(world.nurse).get(address(world, "limits/height"), status=404)
    client_as(world.ruben).get(f"/patients/{world.rosa_patient.id}/limits", status=404)
    assert rows(database) == []


def test_in_the_pseudo_language(client_as, world):
    nurse = client_as(world.nurse, lang="en-XA")
    nurse.get(address(world))
    nurse.get(address(world, "limits/glucose_low"))
    client_as(world.rosa, lang="en-XA").get(f"/patients/{world.rosa_patient.id}/limits")
