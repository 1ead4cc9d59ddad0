"""Facts out of a FHIR R4 bundle or resource: which pieces we take, what they say, and why others are left."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.care.facts.bringing_in import Found, Outcome, left
from app.fhir.elements import each, part, text
from app.fhir.fact_readers import READERS, Left

MOST_BYTES = 1_000_000
MOST_PIECES = 2_000
DEEPEST = 60

Resource = dict[str, Any]


class NotReadable(ValueError):
    """The whole file is refused; the words say why."""


@dataclass
class Reading:
    """What a file holds: facts to take, and pieces that are left with the reason."""

    found: list[Found] = field(default_factory=list)
    left: list[Outcome] = field(default_factory=list)


def read(content: bytes, *, birth_date: date | None = None) -> Reading:
    """The facts of a file. Raises :class:`NotReadable` for what is no FHIR, too large, or about somebody else.

    At most 1 MB, 2,000 pieces and 60 levels. A file that speaks of two people, or of one who was born on another
    day than ``birth_date``, is refused as a whole.
    """
    document = _document(content)
    pieces = list(_pieces(document))
    if len(pieces) > MOST_PIECES:
        raise NotReadable("The file holds more than 2,000 pieces. Send it in parts.")
    index = _index(document, pieces)
    _one_person(pieces, index, birth_date)
    reading = Reading()
    for at, piece in enumerate(pieces, 1):
        kind = text(piece.get("resourceType"), 40) or "?"
        if kind in AROUND:
            continue
        _one(reading, f"{at}. {kind}", kind, piece, _resolver(index, piece))
    return reading


AROUND = {
    "Patient", "Practitioner", "PractitionerRole", "Organization", "Medication", "RelatedPerson", "Location",
    "Device", "Encounter",
}  # fmt: skip
"""Pieces that others refer to: neither taken nor left."""


def _one(reading: Reading, where: str, kind: str, piece: Resource, resolve: Callable[[Any], Resource]) -> None:
    reader = READERS.get(kind)
    if reader is None:
        reading.left.append(left(where, "unknown"))
        return
    try:
        found = reader(piece, resolve)
    except Left as why:
        reading.left.append(left(where, str(why)))
        return
    reading.found.append(Found(where, found.kind, found.content, found.source, found.said_on))


def _document(content: bytes) -> Resource:
    if len(content) > MOST_BYTES:
        raise NotReadable("The file is larger than 1 MB.")
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotReadable("The file is not text in UTF-8.") from None
    except (ValueError, RecursionError):
        raise NotReadable("The file is not valid JSON.") from None
    if not isinstance(document, dict) or not isinstance(document.get("resourceType"), str):
        raise NotReadable("The file is not a FHIR resource.")
    if _too_deep(document):
        raise NotReadable("The file is nested more than 60 levels deep.")
    return document


def _too_deep(document: Any) -> bool:
    level = [document]
    for _depth in range(DEEPEST):
        level = [
            inner
            for value in level
            if isinstance(value, (dict, list))
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return True


def _pieces(document: Resource) -> Iterator[Resource]:
    """The resource itself, or those of a bundle (bundles in it, too)."""
    waiting = [document]
    while waiting:
        one = waiting.pop(0)
        if one.get("resourceType") != "Bundle":
            yield one
            continue
        inner = [entry.get("resource") for entry in each(one.get("entry"))]
        waiting[:0] = [resource for resource in inner if isinstance(resource, dict)]


def _one_person(pieces: list[Resource], index: dict[str, Resource], birth_date: date | None) -> None:
    """Whose facts these are: one person's, and of the right birth date where it is said."""
    people = {id(piece): piece for piece in pieces if piece.get("resourceType") == "Patient"}
    named: set[Any] = set(people)
    for piece in pieces:
        address = text(part(piece.get("subject") or piece.get("patient"), "reference"), 400)
        if address and piece.get("resourceType") in READERS:
            last = address.rsplit("/", 1)[-1]
            known = index.get(address) or index.get(f"Patient/{last}")
            named.add(id(known) if known else last)
    if len(named) > 1:
        raise NotReadable("The file speaks of more than one person. Bring in one person at a time.")
    born = text(next(iter(people.values())).get("birthDate"), 20) if people else ""
    if birth_date and born and not birth_date.isoformat().startswith(born):
        raise NotReadable("The person in the file was born on another day. Is it the right person?")


def _index(document: Resource, pieces: list[Resource]) -> dict[str, Resource]:
    """Resources by how others refer to them."""
    index: dict[str, Resource] = {}
    for piece in pieces:
        kind, id_ = text(piece.get("resourceType"), 40), text(piece.get("id"), 100)
        if id_:
            index[f"{kind}/{id_}"] = piece
    for entry in each(document.get("entry")):
        address, resource = entry.get("fullUrl"), entry.get("resource")
        if isinstance(address, str) and isinstance(resource, dict):
            index[address] = resource
    return index


def _resolver(index: dict[str, Resource], piece: Resource) -> Callable[[Any], Resource]:
    contained = {f"#{text(one.get('id'), 100)}": one for one in each(piece.get("contained"))}

    def resolve(reference: Any) -> Resource:
        """What a reference leads to; an empty resource when it is not in the file."""
        address = part(reference, "reference")
        found = (contained.get(address) or index.get(address)) if isinstance(address, str) else None
        return found or {}

    return resolve
