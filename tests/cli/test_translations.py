"""Everything that is said is in the catalogue, and every offered language says all of it."""

import pytest
from babel.messages.catalog import Catalog

from app.cli import catalogue


@pytest.fixture(scope="module")
def fresh() -> Catalog:
    return catalogue.extract()


def test_the_stored_template_is_what_the_code_says(fresh):
    stored = catalogue.TEMPLATE.read_text(encoding="utf-8") if catalogue.TEMPLATE.exists() else ""
    assert stored == catalogue.as_text(fresh), (
        "Run: handrail translations extract && handrail translations update, then translate what is new."
    )


@pytest.mark.parametrize("tag", catalogue.offered())
def test_every_offered_language_is_complete(fresh, tag):
    found = list(catalogue.problems(tag, fresh))
    assert not found, f"{len(found)} to mend in {catalogue.place(tag)}:\n" + "\n".join(found[:20])


def test_the_questionnaires_are_translated_too():
    found = list(catalogue.form_problems())
    assert not found, "Add the translations to the file:\n" + "\n".join(found[:20])


@pytest.mark.parametrize("wanted", ["Sign in", "Use at least 8 characters. Three or four words work well."])
def test_templates_and_python_are_both_read(fresh, wanted):
    assert wanted in fresh


def test_words_over_two_lines_are_one_sentence(fresh):
    assert not [m.id for m in fresh if isinstance(m.id, str) and ("\n" in m.id or "  " in m.id)]


def with_translation(monkeypatch, tmp_path, id_, string, **more) -> list[str]:
    template, theirs = Catalog(), Catalog(locale="es", fuzzy=False)
    template.add(id_)
    theirs.add(id_, string, **more)
    place = tmp_path / "messages.po"
    place.write_text(catalogue.as_text(theirs))
    monkeypatch.setattr(catalogue, "place", lambda tag: place)
    return list(catalogue.problems("es", template))


@pytest.mark.parametrize(
    ("id_", "string", "words"),
    [
        ("Hello", "Hola", ""),
        ("Hello", "", "not translated"),
        ("Hello %(name)s", "Hola %(name)s", ""),
        ("Hello %(name)s", "Hola", "placeholders differ (name)"),
        ("Hello %(name)s", "Hola %(nombre)s", "placeholders differ (name, nombre)"),
        (("%(n)s day", "%(n)s days"), ("un día", "%(n)s días", "%(n)s días"), ""),
        (("%(n)s day", "%(n)s days"), ("%(n)s día", "", ""), "not translated"),
        (("%(n)s of %(who)s", "%(n)s of %(who)s"), ("%(n)s", "%(n)s", "%(n)s"), "placeholders differ (who)"),
    ],
)
def test_what_is_wrong_with_a_translation_is_named(monkeypatch, tmp_path, id_, string, words):
    if isinstance(string, tuple):
        string = string[: Catalog(locale="es").num_plurals]
    found = with_translation(monkeypatch, tmp_path, id_, string)
    assert [words in line for line in found] == ([True] if words else [])


def test_an_unsure_translation_does_not_count(monkeypatch, tmp_path):
    assert "fuzzy" in with_translation(monkeypatch, tmp_path, "Hello", "Hola", flags=["fuzzy"])[0]
