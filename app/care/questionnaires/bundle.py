"""A file may be a FHIR Bundle that brings a form together with its value sets."""

from __future__ import annotations

from typing import Any


def form_in(document: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """``(the form, the resources beside it)``; a file that is no bundle, or holds not just one form, as it is."""
    if document.get("resourceType") != "Bundle":
        return document, []
    entries = document.get("entry")
    resources = [
        entry["resource"]
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("resource"), dict)
    ]
    forms = [one for one in resources if one.get("resourceType") == "Questionnaire"]
    if len(forms) != 1:
        return document, []
    return forms[0], [one for one in resources if one is not forms[0]]
