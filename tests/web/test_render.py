"""Small things that every page relies on."""

from __future__ import annotations


def test_a_sentence_starts_with_a_capital_in_every_language(client_as, world, database):
    rosa = client_as(world.rosa, lang="")
    with database.write() as session:
        session.merge(world.rosa).language = "es"
    rosa.lang = "es"
    page = rosa.get(f"/patients/{world.rosa_patient.id}/today")
    opening = page.tree.first("main").all("p")[0].text
    assert opening[0].isupper(), opening
    assert " de " in opening, opening
