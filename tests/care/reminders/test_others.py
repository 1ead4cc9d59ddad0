"""The person reads who else is reminded of their things; nobody who only helps somebody else is among them."""

import pytest

from app.care.reminders import others
from tests import factories
from tests.care.reminders import stories
from tests.support.statements import Statements

pytestmark = pytest.mark.usefixtures("frozen_clock")


def test_however_many_help_it_takes_two_statements(database, world):
    with database.write() as session:
        rosa, ruben = session.merge(world.rosa_patient), session.merge(world.ruben_patient)
        for name, person, owner in (("Ada", rosa, world.rosa), ("Bo", rosa, world.rosa), ("Cy", ruben, world.ruben)):
            helper = factories.account(session, name)
            factories.proxy(session, helper, person, by=owner)
            stories.setting(session, helper, person, off=["review"])
    with database.read() as session:
        me = world.grant(session, world.rosa)
        session.expunge_all()
        with Statements(database.engine) as statements:
            found = others.of(session, me)
    assert [one.account.name for one in found] == ["Ada", "Bo"], "Otto asked for nothing, Cy helps Ruben"
    assert all("review" not in {kind.name for kind in one.kinds} for one in found)
    assert len(statements.seen) <= 2
