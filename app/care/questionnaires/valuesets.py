"""Lists of answers that a file brings along: contained, or bundled beside the form."""

from __future__ import annotations

from typing import Any

from app.care.questionnaires.extensions import band_of, option_facts
from app.care.questionnaires.fields import Notes, objects, string, text
from app.care.questionnaires.parts import Option, Text
from app.i18n import _

Concept = tuple[str, dict[str, Any]]
"""A system and one of its concepts."""

TERMS = "http://terminology.hl7.org/CodeSystem/"
#: Small lists of the FHIR specification that files name without bringing them along (facts, R4 4.0.1).
KNOWN: dict[str, list[Concept]] = {
    "http://hl7.org/fhir/ValueSet/yesnodontknow": [
        (TERMS + "v2-0136", {"code": "Y", "display": "Yes"}),
        (TERMS + "v2-0136", {"code": "N", "display": "No"}),
        (
            "http://terminology.hl7.org/CodeSystem/data-absent-reason",
            {"code": "asked-unknown", "display": "Don't know"},
        ),
    ],
}
MAX_CONCEPTS = 501


class Sets:
    """The value sets and code systems of one file, by ``#id`` and by address."""

    def __init__(self, notes: Notes, document: dict[str, Any], beside: list[dict[str, Any]]) -> None:
        self.notes = notes
        self.sets: dict[str, dict[str, Any]] = {}
        self.systems: dict[str, dict[str, Any]] = {}
        self._read: dict[str, list[Option | None]] = {}
        """What was read of each set, by its name: two thousand questions may name the same one."""
        self.chosen_from: dict[str, tuple[Option, ...]] = {}
        """What of each of them can be chosen."""
        for resource in [*beside, *objects(document, "contained", notes)]:
            kind, url = resource.get("resourceType"), resource.get("url")
            names = ["#" + str(resource.get("id")), url, resource.get("id") and f"ValueSet/{resource['id']}"]
            if kind == "ValueSet":
                self.sets |= {name: resource for name in names if isinstance(name, str)}
            elif kind == "CodeSystem" and isinstance(url, str):
                self.systems[url] = resource

    def options(self, name: str, where: str) -> list[Option | None] | None:
        """The options of a named set. None (with a note) when the list is not here or cannot be worked out."""
        chosen = self.sets.get(name) or self.sets.get(name.split("|")[0])
        if chosen is None and name.startswith("#"):
            self.notes.refuse(
                _("It names a list of answers that is not in this file (%(name)s).", name=name[:200]), where
            )
            return []
        if name not in self._read:
            concepts = self._concepts(chosen, where) if chosen else KNOWN.get(name.split("|")[0], [])
            self._read[name] = [
                self._option(number, *concept, where) for number, concept in enumerate(concepts[:MAX_CONCEPTS])
            ]
        if not self._read[name]:
            words = (
                _(
                    "Its answers are in a list that is not in this file (%(name)s), so it cannot be answered here.",
                    name=name[:200],
                )
                if chosen is None
                else _("The list of its answers holds rules that we cannot work out, so it cannot be answered here.")
            )
            self.notes.warn(words, where)
            return None
        return self._read[name]

    def _concepts(self, chosen: dict[str, Any], where: str) -> list[Concept]:
        return self._expanded(chosen, where) or self._composed(chosen, where)

    def _option(self, number: int, system: str, concept: dict[str, Any], where: str) -> Option | None:
        code, words = string(concept, "code", self.notes, where), text(concept, "display", self.notes, where)
        if not code:
            self.notes.refuse(_("A coded answer has neither a code nor words."), where)
            return None
        coding = (
            ({"system": system} if system else {}) | {"code": code} | ({"display": words.source} if words else {})
        )
        facts = option_facts(concept, self.notes, where)
        band = band_of(concept, self.notes, where)
        return Option(str(number), {"valueCoding": coding}, words or Text(code), band, **facts)

    def _expanded(self, chosen: dict[str, Any], where: str) -> list[Concept]:
        """The expansion, nested entries included; abstract ones are headings and no answers."""
        expansion = chosen.get("expansion")
        if not isinstance(expansion, dict):
            return []
        found: list[Concept] = []
        stack = list(reversed(objects(expansion, "contains", self.notes, where)))
        while stack and len(found) < MAX_CONCEPTS:
            part = stack.pop()
            if part.get("abstract") is not True:
                found.append((str(part.get("system") or ""), part))
            stack.extend(reversed(objects(part, "contains", self.notes, where)))
        return found

    def _composed(self, chosen: dict[str, Any], where: str) -> list[Concept]:
        compose = chosen.get("compose")
        if not isinstance(compose, dict) or compose.get("exclude"):
            return []
        concepts: list[Concept] = []
        for include in objects(compose, "include", self.notes, where):
            system = str(include.get("system") or "")
            listed = objects(include, "concept", self.notes, where) or self._system(system, where)
            if not listed or include.get("filter") or include.get("valueSet"):
                return []
            concepts += [(system, part) for part in listed]
            if len(concepts) >= MAX_CONCEPTS:
                break
        return concepts

    def _system(self, system: str, where: str) -> list[dict[str, Any]]:
        """Every concept of a code system that the file brings along whole."""
        known = self.systems.get(system)
        if known is None or known.get("content", "complete") != "complete":
            return []
        found: list[dict[str, Any]] = []
        stack = list(reversed(objects(known, "concept", self.notes, where)))
        while stack and len(found) < MAX_CONCEPTS:
            part = stack.pop()
            found.append(part)
            stack.extend(reversed(objects(part, "concept", self.notes, where)))
        return found
