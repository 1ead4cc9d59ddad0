"""``handrail questionnaires``: judge and add forms from FHIR R4 files, and fill one in from a published response."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from app.access.grants import system
from app.care.questionnaires import definition, store
from app.care.questionnaires.source import MAX_BYTES
from app.cli import incoming, kit, rehearsal


@click.group("questionnaires")
def command() -> None:
    """Forms that can be given to people."""


@command.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list with a verdict for each file.")
def check_files(files: tuple[Path, ...], as_json: bool) -> None:
    """Judge FILES (FHIR R4 Questionnaires, JSON) and change nothing. Status 1 if any would be refused."""
    verdicts = [_verdict(path) for path in files]
    if as_json:
        click.echo(json.dumps(verdicts, ensure_ascii=False, indent=2))
    else:
        for verdict in verdicts:
            click.echo(f"{verdict['file']}: {verdict['verdict']} ({verdict['items']} items)")
            for reason in verdict["reasons"]:
                click.echo(f"  {reason}")
    if any(verdict["verdict"] == "refused" for verdict in verdicts):
        raise SystemExit(1)


def _verdict(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            found = definition.read(file.read(MAX_BYTES + 1))
    except OSError as problem:
        reason = f"The file cannot be read ({problem.strerror})."
        return {"file": str(path), "verdict": "refused", "reasons": [reason], "items": 0}
    reasons = found.warnings if found.accepted else found.reasons
    verdict = "refused" if not found.accepted else "warnings" if reasons else "accepted"
    items = len(found.definition.by_link) if found.definition else 0
    return {"file": str(path), "verdict": verdict, "reasons": [str(reason) for reason in reasons], "items": items}


@command.command("answer")
@click.argument("form", type=click.Path(path_type=Path))
@click.argument("response", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: response, mismatches, submitted.")
def answer_form(form: Path, response: Path, as_json: bool) -> None:
    """Fill in FORM from a published RESPONSE as a phone would, in a throwaway database, and print what is stored.

    The stored response is FHIR JSON; what did not match goes to the error output. Status 1 if anything did not.
    """
    result = rehearsal.rehearse(kit.content_of(form), kit.content_of(response))
    if as_json:
        click.echo(json.dumps(result.as_dict(), ensure_ascii=False, indent=2))
    else:
        if result.response:
            click.echo(json.dumps(result.response, ensure_ascii=False, indent=2))
        for words in result.mismatches:
            click.echo(words, err=True)
    if result.mismatches or not result.submitted:
        raise SystemExit(1)


@command.command("import-response")
@click.argument("response", type=click.Path(path_type=Path))
@click.option("--patient", "patient_id", required=True, help="Id of the person whose answers these are.")
@click.option("--by", "sign_in", required=True, help="Sign-in of the team member who brings them in and reads them.")
def import_response(response: Path, patient_id: str, sign_in: str) -> None:
    """Store RESPONSE (a FHIR R4 QuestionnaireResponse) for a person. Its form must have been imported.

    What did not match is printed; our own score is the one that is shown. Status 1 if nothing was stored.
    """
    document = incoming.document_of(kit.content_of(response))
    with kit.database(kit.settings()) as database, database.write() as session:
        for words in incoming.bring_in_for(session, document, patient_id, sign_in):
            click.echo(words, err=True)
    click.echo("Stored.")


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--right-to-use", default="", help="Why your site may use the text of these forms; kept with them.")
def import_files(files: tuple[Path, ...], right_to_use: str) -> None:
    """Import FILES (FHIR R4 Questionnaires, JSON), each by itself, and say what became of each.

    Status 1 if any was refused. The same file again changes nothing.
    """
    refused = 0
    with kit.database(kit.settings()) as database:
        for path in files:
            try:
                with database.write() as session:
                    found = store.import_file(session, system(""), path, right_to_use=right_to_use)
            except OSError as problem:
                click.echo(f"{path}: cannot be read ({problem.strerror}). Check the name.", err=True)
                refused += 1
                continue
            refused += found.outcome == "refused"
            _report(path, found)
    if refused:
        raise click.ClickException(
            f"{refused} of {len(files)} refused; mend what stands above and import again."
            if len(files) > 1
            else "The file was refused; mend what stands above and import it again."
        )


def _report(path: Path, found: store.Imported) -> None:
    definition = found.verdict.definition
    words = {"new": "imported", "same": "is there already", "refused": "refused"}[found.outcome]
    named = f" ({definition.title}, version {definition.version})" if definition else ""
    click.echo(f"{path}: {words}{named}", err=found.outcome == "refused")
    for reason in found.verdict.reasons:
        click.echo(f"  {reason}", err=True)
    for warning in found.verdict.warnings:
        click.echo(f"  note: {warning}", err=True)
