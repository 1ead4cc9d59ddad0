"""A section that was not agreed leaves no trace for a helper: on no page, in no list, in no file."""

import pytest
import sqlalchemy as sa

from app.access import scopes
from app.models import PlanItem, ProxyGrant
from tests.care.plan import plans
from tests.support.routes import all_routes

TELLS = {
    "goals": ("Dancing at the wedding", "look after my sister", "smoking cold turkey", "Walk to church"),
    "health": ("worn knee", "ease the pain", "stiff knee"),
    "actions": ("corner shop", "mall with Leo"),
    "medicines": ("white water tablet", "sleeping tablet"),
    "worse": ("chest infection", "Morphine", "Ruth next door", "Compare the medicines"),
    "around": ("lunch table", "How walking goes"),
}
"""Words of the lines of each section in the test plan."""


@pytest.fixture
def keys(database, world):
    with database.write() as session:
        plans.offered(session, world.grant(session, world.nurse))
        return {row.key: row.kind for row in session.scalars(sa.select(PlanItem))}


def pages(app, visitor, world, keys):
    """Text of every page that this visitor can open, by its address."""
    found = {}
    for route in all_routes(app):
        if route.method != "GET" or not route.on_a_patient or "/team/" in str(route):
            continue
        more = route.arguments - {"patient_id"}
        if more - {"key", "name"}:
            continue
        each = [{}] if not more else [{"key": k} for k in keys] if more == {"key"} else [{"name": p} for p in PARTS]
        for values in each:
            address = route.address(app, patient_id=world.rosa_patient.id, **values)
            answer = visitor.http.get(address)
            assert answer.status_code < 500, address
            if answer.status_code == 200:
                found[address] = answer.get_data(as_text=True)
    return found


PARTS = [part for parts in scopes.PARTS.values() for part in parts]


@pytest.mark.parametrize("section", TELLS)
def test_it_is_nowhere(app, client_as, world, database, keys, section):
    def with_scope(scope):
        with database.write() as session:
            session.scalars(sa.select(ProxyGrant)).one().scopes = scope
        return pages(app, client_as(world.otto), world, keys)

    everything = scopes.everywhere(*scopes.Verb)
    if section == "goals":  # once is enough to know that these words would be found
        whole = " ".join(with_scope(everything).values())
        missed = [words for tells in TELLS.values() for words in tells if words not in whole]
        assert not missed, f"{missed} are on no page, so this test would not see them leak"
    for address, text in with_scope(scopes.without(everything, [section])).items():
        shown = [words for words in TELLS[section] if words in text]
        assert not shown, f"{address} tells a helper of {section}: {shown}"
