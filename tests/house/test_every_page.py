"""Every page that can be opened without knowing more than the person, by everybody who may, in every language.

The client checks each of them. In a practice where nothing has happened yet, so that empty pages are good pages.
"""

import pytest

from app.i18n import LANGUAGES, PSEUDO
from tests.support.routes import all_routes

WHO = ["rosa", "otto", "nurse", "physician", "clerk", "admin", "privacy", "stranger", "nobody"]


@pytest.mark.parametrize("lang", [*LANGUAGES, PSEUDO])
@pytest.mark.parametrize("who", WHO)
def test_every_page_is_a_good_page(app, world, client_as, database, who, lang):
    account = getattr(world, who, None)
    if account and lang in LANGUAGES:
        with database.write() as session:
            session.merge(account).language = lang
        account.language = lang
    visitor = client_as(account, lang="" if account and lang in LANGUAGES else lang)
    seen, faults = [], []
    for route in all_routes(app):
        if route.method != "GET" or route.arguments:
            continue
        try:
            page = visitor.get(route.address(app, patient_id=world.rosa_patient.id), status=None)
        except AssertionError as fault:
            faults.append(str(fault))
        else:
            seen.append(page.status)
    assert not faults, "\n".join(faults)
    assert 200 in seen


def test_a_malformed_address_is_a_page_too(client_as, world):
    for path in ("/patients/%00/plan", "/patients//", "/%E2%80%AE", "/?" + "x" * 4000, "/static/x/../../secret.key"):
        assert client_as(world.rosa).get(path, status=None).status in (200, 400, 404)
