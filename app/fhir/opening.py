"""From the bytes of a file to the resources in it, within bounds that no file can widen."""

from __future__ import annotations

from typing import Any

from app.care.questionnaires.source import load
from app.fhir import seen
from app.fhir.found import Found, Node
from app.i18n import _

MAX_BYTES = 10_000_000
MAX_RESOURCES = 5_000
MAX_INSIDE = 4
"""Bundles within bundles, and resources contained in contained ones."""


def resources(raw: bytes | str | dict[str, Any], found: Found) -> list[Node]:
    """Every resource with its place, in the order of the file. Problems are noted in ``found``.

    Raises ``Unreadable`` when it is no JSON, too large, too deep, or says one thing twice.
    """
    document = load(raw, MAX_BYTES)
    nodes: list[Node] = []
    stack: list[tuple[Any, str, str, str, int]] = [(document, "", "", "", 0)]
    while stack:
        resource, where, url, holder, depth = stack.pop()
        if not isinstance(resource, dict):
            found.problems.append(_("%(where)s is not a resource.", where=where))
            continue
        kind = seen.text(resource, "resourceType")[:60]
        if not kind:
            found.problems.append(_("%(where)s does not say of which type it is.", where=where or _("The file")))
            continue
        if len(nodes) >= MAX_RESOURCES:
            found.problems.append(
                _("The file holds more than %(most)s entries; the rest was not read.", most=MAX_RESOURCES)
            )
            break
        name = f"{kind}/{seen.text(resource, 'id')}" if seen.text(resource, "id") else kind
        here = where or name
        below = _inside(resource, kind, here, found)
        if below and depth >= MAX_INSIDE:
            found.problems.append(_("%(where)s holds files within files; those were not read.", where=here))
            below = []
        stack += [(inner, place, address, owner, depth + 1) for inner, place, address, owner in reversed(below)]
        if kind not in ("Bundle", "Parameters"):
            nodes.append(Node(here, kind, resource, url, holder))
    return nodes


def _inside(resource: dict[str, Any], kind: str, here: str, found: Found) -> list[tuple[Any, str, str, str]]:
    """What stands inside: entries, parameters, contained resources, each with its place, address and holder."""
    if kind == "Bundle":
        return _entries(resource, here, found)
    if kind == "Parameters":
        parameters = seen.several(resource, "parameter")
        return [
            (p["resource"], f"{here}.parameter[{n}]", "", "") for n, p in enumerate(parameters) if p.get("resource")
        ]
    held = seen.several(resource, "contained")
    return [(each, f"{here}#{seen.text(each, 'id') or n}", "", here) for n, each in enumerate(held)]


def _entries(bundle: dict[str, Any], here: str, found: Found) -> list[tuple[Any, str, str, str]]:
    entries = bundle.get("entry") or []
    if not isinstance(entries, list):
        found.problems.append(_("%(where)s has no list of entries.", where=here))
        return []
    prefix = "" if here == "Bundle" or here.startswith("Bundle/") else f"{here}."
    read = []
    for number, entry in enumerate(entries[: MAX_RESOURCES + 1]):
        inner = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(inner, dict):
            found.problems.append(_("Entry %(number)s holds no resource.", number=number + 1))
            continue
        name = "/".join(part for part in (seen.text(inner, "resourceType"), seen.text(inner, "id")) if part)
        read.append((inner, f"{prefix}entry[{number + 1}] {name}".strip(), seen.text(entry, "fullUrl"), ""))
    return read
