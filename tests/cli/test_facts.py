"""`handrail facts import`: each piece says what became of it; nothing is stored by a dry run."""

import json

import sqlalchemy as sa

from app.db import Database
from app.migrations import upgrade
from app.models import RecordFact
from tests import factories
from tests.cli.commands import advice, run
from tests.fhir.test_facts import EVERYTHING, bundle, condition


def test_a_file_is_brought_in_once(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/handrail.db")
    upgrade(database)
    with database.write() as session:
        world = factories.world(session)
    file = tmp_path / "record.json"
    file.write_text(bundle(*EVERYTHING, {"resourceType": "CarePlan"}))

    def bring(*more, by="nora.field", patient=None):
        patient = patient or world.rosa_patient.id
        return run(tmp_path, "facts", "import", str(file), "--patient", patient, "--by", by, *more,
                   HANDRAIL_DATABASE=database.url)  # fmt: skip

    def stored():
        with database.read() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(RecordFact))

    dry = bring("--dry-run")
    assert "8 would be taken, nothing was changed; 1 left" in dry.stdout, dry.stderr
    assert stored() == 0
    done = bring()
    assert "3. Condition: Asthma: taken" in done.stdout
    assert "11. CarePlan: left. Facts do not come from this type." in done.stdout
    assert "8 taken, not confirmed yet; 1 left" in done.stdout
    assert "0 taken" in bring().stdout
    assert stored() == 8
    assert "keeps no facts" in advice(bring(by="carla.dunn"))
    assert "keeps no facts" in advice(bring(by="sam.other"))
    assert "born on another day" in advice(bring(patient=world.ruben_patient.id))
    file.write_text(json.dumps([condition()]))
    assert "not a FHIR resource" in advice(bring())
