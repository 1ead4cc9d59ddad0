"""A practice takes in words of its own, whole or not at all."""

import json

from tests.cli.commands import advice, run


def test_own_words_are_taken_in_or_refused_with_reasons(tmp_path):
    file = tmp_path / "words.json"
    file.write_text(json.dumps([{"key": "fvc", "forms": {"en": ["FVC"]}, "plain": {"en": "How much you blow out."}}]))
    done = run(tmp_path, "glossary", "import", str(file))
    assert (done.returncode, done.stdout) == (0, "Words taken in: 1. They show at once.\n"), done.stderr
    file.write_text(json.dumps([{"key": "No Key", "forms": {"en": ["FVC"]}, "plain": {"en": "x"}}]))
    done = run(tmp_path, "glossary", "import", str(file))
    assert advice(done) == "Error: Nothing was taken in."
    assert "Word 1: the key is small letters" in done.stderr
    assert "cannot" in advice(run(tmp_path, "glossary", "import", str(tmp_path / "none.json")))
    listed = run(tmp_path, "glossary", "list").stdout
    assert "fvc (own): How much you blow out." in listed
    assert "statin: A medicine" in listed
