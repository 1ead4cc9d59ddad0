"""Small forms for tests."""

from typing import Any

from app.care.questionnaires.definition import Definition, read


def form(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "url": "https://forms.example/one",
        "version": "1",
        "title": "One",
        "status": "active",
        "item": list(items),
        **more,
    }


def ask(link: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"linkId": link, "type": kind, "text": f"Question {link}?", **more}


def group(link: str, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": link, "type": "group", "text": f"Group {link}", "item": list(items), **more}


def coding(code: str, system: str = "s") -> dict[str, Any]:
    return {"system": system, "code": code, "display": code.upper()}


def options(*codes: str) -> list[dict[str, Any]]:
    return [{"valueCoding": coding(code)} for code in codes]


def when(question: str, operator: str, **answer: Any) -> dict[str, Any]:
    return {"question": question, "operator": operator, **answer}


def extension(name: str, **value: Any) -> dict[str, Any]:
    return {"url": f"http://hl7.org/fhir/StructureDefinition/{name}", **value}


def defined(*items: dict[str, Any], **more: Any) -> Definition:
    verdict = read(form(*items, **more))
    assert verdict.definition, [str(reason) for reason in verdict.reasons]
    return verdict.definition


def reasons(*items: dict[str, Any], **more: Any) -> str:
    verdict = read(form(*items, **more))
    assert verdict.definition is None, "this form should have been refused"
    return "\n".join(str(reason) for reason in verdict.reasons)
