"""One's own people: in the order of their names and found by them, on either engine."""

import sqlalchemy as sa

from app.care.people import mine
from tests import factories

NAMES = ("Zoe Abel", "de Vries, Jan", "Élodie Roy")


def test_capitals_and_accents_do_not_matter(each_database):
    with each_database.write() as session:
        nurse = factories.account(session, "Nora", role="nurse")
        for name in NAMES:
            factories.team_member(session, nurse, factories.patient(session, None, name=name))
    with each_database.read() as session:
        found = [line.patient.full_name for line in mine.of(session, nurse)]
        assert found.index("de Vries, Jan") < found.index("Zoe Abel")
        assert [line.patient.full_name for line in mine.of(session, nurse, "ROY")] == ["Élodie Roy"]


def test_sqlite_finds_accents_in_either_case_as_a_server_with_a_language_does(database):
    with database.write() as session:
        nurse = factories.account(session, "Nora", role="nurse")
        factories.team_member(session, nurse, factories.patient(session, None, name="Élodie Roy"))
        knows = session.scalar(sa.select(sa.func.lower("É"))) == "é"
        assert knows or database.engine.dialect.name == "postgresql"  # one made with --locale=C does not
        assert bool(mine.of(session, nurse, "élodie")) is knows
