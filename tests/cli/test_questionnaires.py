"""`handrail questionnaires import`: a verdict on each file, status 1 if any was refused."""

import json
import shutil

from app.care.questionnaires.store import CONTENT
from tests.cli.commands import advice, run


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
