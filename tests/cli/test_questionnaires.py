"""`handrail questionnaires`: a verdict on each file, a form filled in, status 1 if anything was refused."""

import json
import shutil

from app.care.questionnaires.store import CONTENT
from tests.cli.commands import advice, run

FORM = {
    "resourceType": "Questionnaire",
    "url": "https://forms.example/one",
    "version": "1",
    "title": "One",
    "status": "active",
}


def test_each_file_gets_its_verdict(tmp_path):
    good, broken, wrong = tmp_path / "good.json", tmp_path / "broken.json", tmp_path / "patient.json"
    shutil.copy(next(CONTENT.glob("*.json")), good)
    broken.write_text("{not json")
    wrong.write_text('{"resourceType": "Patient"}')
    done = run(tmp_path, "questionnaires", "import", str(good), str(broken), str(wrong), str(tmp_path / "none.json"))
    assert "3 of 4 refused" in advice(done)
    assert "good.json: imported" in done.stdout
    assert "broken.json: refused" in done.stderr
    assert "not a FHIR Questionnaire" in done.stderr
    assert "none.json: cannot be read (No such file" in done.stderr


def test_the_same_again_changes_nothing_and_other_content_is_refused(tmp_path):
    form = tmp_path / "form.json"
    document = json.loads(next(CONTENT.glob("*.json")).read_text())
    form.write_text(json.dumps(document))
    assert run(tmp_path, "questionnaires", "import", str(form)).returncode == 0
    assert "is there already" in run(tmp_path, "questionnaires", "import", str(form)).stdout
    form.write_text(json.dumps({**document, "title": "Something else"}))
    done = run(tmp_path, "questionnaires", "import", str(form))
    assert "refused" in advice(done)
    assert "new version" in done.stderr


def test_check_gives_a_verdict_for_each_file_and_changes_nothing(tmp_path):
    files = {
        "good": {**FORM, "item": [{"linkId": "a", "type": "string", "text": "A?"}]},
        "odd": {**FORM, "item": [{"linkId": "a", "type": "string", "text": "A?", "repeats": "true"}]},
        "bad": {**FORM, "item": [{"linkId": "a", "type": "string"}]},
    }
    for name, document in files.items():
        (tmp_path / name).write_text(json.dumps(document))
    paths = [str(tmp_path / name) for name in (*files, "none")]
    done = run(tmp_path, "questionnaires", "check", "--json", *paths)
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert [one["verdict"] for one in found] == ["accepted", "warnings", "refused", "refused"]
    assert [one["items"] for one in found] == [1, 1, 0, 0]
    assert found[0] == {"file": paths[0], "verdict": "accepted", "reasons": [], "items": 1}
    assert "written as text" in found[1]["reasons"][0]
    assert "no words" in found[2]["reasons"][0]
    assert "cannot be read" in found[3]["reasons"][0]
    text = run(tmp_path, "questionnaires", "check", paths[0], paths[1])
    assert text.returncode == 0
    assert "good: accepted (1 items)" in text.stdout
    assert not list(tmp_path.glob("*.db"))


def test_answer_prints_what_is_stored_and_what_does_not_match(tmp_path):
    form, response = tmp_path / "form.json", tmp_path / "response.json"
    form.write_text(json.dumps({**FORM, "item": [{"linkId": "a", "type": "integer", "text": "A?"}]}))
    document = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://forms.example/one|1",
        "status": "completed",
        "item": [{"linkId": "a", "answer": [{"valueInteger": 3}]}],
    }
    response.write_text(json.dumps(document))
    done = run(tmp_path, "questionnaires", "answer", str(form), str(response))
    assert (done.returncode, done.stderr) == (0, "")
    stored = json.loads(done.stdout)
    assert stored["item"] == [{"linkId": "a", "text": "A?", "answer": [{"valueInteger": 3}]}]
    assert stored["questionnaire"] == "https://forms.example/one|1"
    document["item"].append({"linkId": "zz"})
    response.write_text(json.dumps(document))
    done = run(tmp_path, "questionnaires", "answer", "--json", str(form), str(response))
    assert done.returncode == 1
    assert json.loads(done.stdout)["mismatches"] == ["zz: The form has no item with this linkId."]
    assert "cannot be read" in advice(run(tmp_path, "questionnaires", "answer", str(form), "none.json"))


def test_a_form_of_somebody_else_asks_for_the_right_to_use_it(tmp_path):
    form = tmp_path / "form.json"
    document = {**FORM, "copyright": "Somebody", "item": [{"linkId": "a", "type": "string", "text": "A?"}]}
    form.write_text(json.dumps(document))
    assert "--right-to-use" in run(tmp_path, "questionnaires", "import", str(form)).stderr
    form.write_text(json.dumps({**document, "version": "2"}))
    done = run(tmp_path, "questionnaires", "import", "--right-to-use", "Licence 7 of 2026", str(form))
    assert "--right-to-use" not in done.stderr


def test_a_response_needs_a_person_and_somebody_of_their_team(tmp_path):
    response = tmp_path / "r.json"
    response.write_text(
        json.dumps({"resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": "x"})
    )
    who = ("--patient", "nobody", "--by", "nobody")
    assert "care team" in advice(run(tmp_path, "questionnaires", "import-response", str(response), *who))
    response.write_text('{"resourceType": "QuestionnaireResponse"}')
    assert "not sound R4" in advice(run(tmp_path, "questionnaires", "import-response", str(response), *who))
