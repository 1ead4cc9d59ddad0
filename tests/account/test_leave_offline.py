"""A sign-out pressed without a network: the next thing the server hears from that device ends the session."""

import pytest
import sqlalchemy as sa

from app import clock
from app.models import LoginSession, PushSubscription
from app.web.leaving import EVERYTHING, MARK


def marked(client, value="undefined"):
    client.http.set_cookie(MARK, value, domain="localhost")
    return client


def living(database, who):
    with database.read() as session:
        query = sa.select(sa.func.count()).select_from(LoginSession)
        return session.scalar(query.where(LoginSession.account_id == who.id, LoginSession.ended_at.is_(None)))


def test_the_first_page_shows_nothing_of_a_person_and_the_session_has_ended(client_as, world, database):
    rosa, other = client_as(world.rosa), client_as(world.rosa)
    ruben = client_as(world.ruben)
    before = living(database, world.rosa)
    answer = marked(rosa).http.get(f"/patients/{world.rosa_patient.id}/today")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/signed-out")
    assert b"Rosa" not in answer.data
    assert rosa.http.get_cookie(MARK, domain="localhost") is None, "the mark goes with the first answer"
    assert living(database, world.rosa) == before - 1
    page = rosa.get("/signed-out")
    assert page.h1 == "You are signed out"
    assert rosa.get(f"/patients/{world.rosa_patient.id}/today").path.startswith("/sign-in")
    assert other.http.get("/here").json["account"] == world.rosa.id, "another device is not signed out"
    assert ruben.http.get("/here").json["account"] == world.ruben.id


@pytest.mark.parametrize("path", ["/here", "/help-now", "/sign-in", "/sw.js", "/signed-out"])
def test_whatever_is_asked_for_first_ends_it_and_public_pages_still_come(path, client_as, world, database):
    rosa = client_as(world.rosa)
    before = living(database, world.rosa)
    answer = marked(rosa).http.get(path)
    assert answer.status_code == 200
    assert b"Rosa" not in answer.data
    assert living(database, world.rosa) == before - 1
    assert rosa.http.get("/here").json["account"] is None


def test_a_change_that_comes_first_is_not_made(client_as, world, database):
    rosa = client_as(world.rosa)
    form = {"csrf_token": rosa.token(), "weight": "80", "unit": "kg"}
    answer = marked(rosa).http.post(f"/patients/{world.rosa_patient.id}/measure/weight", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/signed-out")
    assert rosa.http.get("/here").json["account"] is None


def test_an_old_mark_does_not_end_the_next_sign_in(client_as, world):
    """The session had ended by itself before the device was connected again: the mark goes all the same."""
    visitor = marked(client_as())
    assert visitor.http.get("/sign-in").status_code == 200
    assert visitor.http.get_cookie(MARK, domain="localhost") is None


def test_the_button_itself_needs_no_token_where_the_mark_is(client_as, world):
    """The kept page has none. Without the mark a post without a token is refused, as ever."""
    rosa = client_as(world.rosa)
    assert rosa.http.post("/sign-out", data={}).status_code == 400
    assert rosa.http.get("/here").json["account"] == world.rosa.id
    assert marked(rosa).http.post("/sign-out", data={}).headers["Location"] == "/signed-out"
    assert rosa.http.get("/here").json["account"] is None
    assert marked(rosa).http.post("/sign-out", data={}).headers["Location"] == "/signed-out"


def test_on_somebody_elses_phone_the_rest_goes_at_that_contact(client_as, world):
    rosa = client_as(world.rosa)
    assert marked(rosa, "not_mine").http.get("/").headers["Clear-Site-Data"] == EVERYTHING
    assert "Clear-Site-Data" not in marked(client_as(world.rosa)).http.get("/").headers


def test_reminders_to_that_session_end_with_it(client_as, world, database):
    rosa = client_as(world.rosa)
    with database.write() as session:
        query = sa.select(LoginSession).where(
            LoginSession.account_id == world.rosa.id, LoginSession.ended_at.is_(None)
        )
        for login in session.scalars(query):
            session.add(PushSubscription(
                account_id=world.rosa.id, endpoint=f"https://push.example/{login.id}", p256dh="k", auth="a",
                vapid_key_id="v", device="Phone", created_at=clock.now(), login_session_id=login.id,
            ))  # fmt: skip
    marked(rosa).http.get("/here")
    with database.read() as session:
        left = set(session.scalars(sa.select(PushSubscription.login_session_id)))
        ended = set(session.scalars(sa.select(LoginSession.id).where(LoginSession.ended_at.is_not(None))))
    assert ended
    assert not left & ended
