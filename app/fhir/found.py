"""What a file from elsewhere holds for us: lines of a plan, facts, what is left and why, what is wrong with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.fhir import seen

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True)
class Node:
    """One resource (or a detail of a plan's activity) and where it stands in the file."""

    where: str
    kind: str
    """Its type; ``CarePlan.activity`` for a detail."""
    resource: dict[str, Any]
    url: str = ""
    holder: str = ""
    """Of a contained resource: where the resource stands that contains it."""
    about: str = ""
    """Of a detail: the reference to the person of its plan."""

    @property
    def id(self) -> str:
        """Its id, or nothing."""
        return seen.text(self.resource, "id")

    @property
    def home(self) -> str:
        """Where the resource stands whose contained ones "#…" means here."""
        return self.holder or self.where

    @property
    def name(self) -> str:
        """Type and id, as references name it."""
        return f"{self.kind}/{self.id}" if self.id else self.kind


@dataclass(frozen=True)
class Item:
    """A line that would be taken. ``key`` is the line's own, or made from its place in the file."""

    where: str
    kind: str
    key: str
    content: dict[str, Any]
    owner: str = ""
    """"patient", an account id, or nothing when the file names nobody that we know."""
    owner_words: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    position: int = 0
    reason: str = ""
    ours: bool = False
    """Whether we wrote it: then it is the same line."""


@dataclass(frozen=True)
class Fact:
    """Something about the person's health that is no line of a plan: for the record of facts."""

    type: str
    words: str
    code: tuple[str, str]
    """System and code of the first coding."""
    status: str
    date: date | None
    source: str
    """Where it stands in the file."""
    value: str = ""


@dataclass(frozen=True)
class LeftOut:
    """What would not be taken, and why, in words."""

    where: str
    type: str
    title: str
    why: str


@dataclass(frozen=True)
class Plan:
    """The facts of a plan as a whole. ``number``: its version, 0 when it does not say."""

    id: str
    number: int
    why: str
    in_force_from: date | None
    review_on: date | None


@dataclass
class Found:
    """The result of reading. ``person``: the reference of the person whose lines are taken."""

    person: str = ""
    plan: Plan | None = None
    items: list[Item] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    own_keys: set[str] = field(default_factory=set)
    """Keys of the lines in the file that we wrote ourselves."""
    details: list[Node] = field(default_factory=list)
    planned: set[int] = field(default_factory=set)
    """Identities of the resources that an activity of a plan refers to."""
    _by_name: dict[str, Node] = field(default_factory=dict)

    def know(self, nodes: list[Node]) -> None:
        """Remember where references may lead."""
        self.nodes = nodes
        for node in nodes:
            if node.holder:
                self._by_name.setdefault(f"{node.holder}#{node.id}", node)
            else:
                self._by_name[node.name] = node
                if node.url:
                    self._by_name.setdefault(node.url, node)

    def node_of(self, reference: str, where: str = "") -> Node | None:
        """What a reference leads to, seen from the resource at ``where``. None when it is not in the file."""
        if not reference:
            return None
        if reference.startswith("#"):
            return self._by_name.get(f"{where.partition('#')[0]}{reference}")
        plain = reference.partition("/_history/")[0]
        return self._by_name.get(plain) or self._by_name.get(_short(plain))

    def is_person(self, reference: str) -> bool:
        """Whether a reference leads to the person, however it is written."""
        if reference == self.person:
            return True
        theirs, ours = self.node_of(reference), self.node_of(self.person)
        if theirs is None and ours is None:
            return _short(reference) == _short(self.person)
        return theirs is ours

    def is_planned(self, resource: Any) -> bool:
        """Whether an activity of a plan refers to this resource."""
        return id(resource) in self.planned

    def name_of(self, resource: Any, *path: str) -> str:
        """What somebody is called to whom the reference at the end of ``path`` leads, or nothing."""
        if words := seen.text(resource, *path, "display"):
            return words
        node = self.node_of(seen.reference(resource, *path))
        return person_name(node.resource) if node else ""

    def leave(self, node: Node, why: Any, title: str = "") -> None:
        """Say that this is not taken."""
        words = " ".join(title.split())[:120] or title_of(node.resource)
        self.left.append(LeftOut(node.where, node.kind, words, str(why)))


def _short(reference: str) -> str:
    """Type and id at the end of an address."""
    return "/".join(reference.partition("/_history/")[0].rsplit("/", 2)[-2:])


def key_for(node: Node) -> str:
    """The key of a line: ours as it is, else one made from its place, the same each time the file is read."""
    if own := seen.own_item(node.resource):
        return seen.text(own.get("key"), "valueString")
    digest = hashlib.sha256(node.where.encode("utf-8", "replace")).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:16])


def person_name(resource: Any) -> str:
    """What a person is called: as one text, or given and family name."""
    name = seen.at(resource, "name")
    if isinstance(name, str):
        return seen.text(resource, "name")
    given = seen.at(name, "given")
    parts = [*(given if isinstance(given, list) else [given]), seen.at(name, "family")]
    return seen.text(name, "text") or " ".join(part.strip() for part in parts if isinstance(part, str))[:200]


def title_of(resource: Any) -> str:
    """A few words by which a person recognises a resource."""
    tries = (
        seen.concept(resource, "code"),
        seen.text(resource, "code"),
        seen.text(resource, "description"),
        seen.concept(resource, "description"),
        seen.text(resource, "title"),
        seen.concept(resource, "medicationCodeableConcept"),
        seen.concept(resource, "type"),
        seen.text(resource, "valueString"),
        person_name(resource),
        seen.text(resource, "payload", "contentString"),
        seen.concept(resource, "category"),
        seen.text(resource, "id"),
    )
    words = next((words for words in tries if words), "")
    return " ".join(words.split())[:120]
