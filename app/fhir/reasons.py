"""Why a resource from elsewhere is not taken into a plan, in words for a person."""

from __future__ import annotations

from typing import Any

from app.fhir import seen
from app.i18n import _
from app.i18n import lazy_gettext as _l

PEOPLE = _l("It is about people. They join by an invitation, not by a file.")
SAID = _l("It was said by somebody elsewhere. Answers and questions are never taken from a file.")
ORDER = _l("It is an order or a result of another place, not a line of a plan.")
BY_TYPE: dict[str, Any] = {
    "Patient": _l("It says who the person is. What we know of the person is not changed by a file."),
    **dict.fromkeys(
        ("Practitioner", "PractitionerRole", "RelatedPerson", "CareTeam", "Organization", "Person"), PEOPLE
    ),
    **dict.fromkeys(("Location", "HealthcareService", "Endpoint", "Group"), PEOPLE),
    **dict.fromkeys(("Provenance", "Communication", "QuestionnaireResponse"), SAID),
    "Consent": _l("It gives a right. Rights are given here by the person, never by a file."),
    "AuditEvent": _l("It is another system’s log."),
    "Questionnaire": _l("It is a form. Import it with the command for forms."),
    **dict.fromkeys(("ServiceRequest", "DiagnosticReport", "Procedure", "Encounter", "NutritionOrder"), ORDER),
    **dict.fromkeys(("MedicationDispense", "MedicationAdministration", "DeviceRequest", "Claim", "Specimen"), ORDER),
    "Medication": _l("It says what a medicine is. The entry that says who takes it is looked at by itself."),
    "OperationOutcome": _l("It is a message of another system about an error."),
    "Composition": _l("It is the table of contents of a document. What it lists is looked at one by one."),
}
OTHER = _l("This is not a kind of line that a plan holds.")


def by_type(kind: str) -> str:
    """Why nothing of this type is taken."""
    return str(BY_TYPE.get(kind, OTHER))


def never(resource: dict[str, Any]) -> str:
    """Why this is not even looked at, or nothing: it was a mistake, says the file itself."""
    status = {seen.text(resource, "status"), seen.text(resource, "lifecycleStatus")}
    verified = {code for _system, code in seen.codes(resource, "verificationStatus")}
    if "entered-in-error" in status | verified:
        return _("The file itself says that it was entered in error.")
    if "refuted" in verified:
        return _("The file itself says that it turned out not to be so.")
    return ""
