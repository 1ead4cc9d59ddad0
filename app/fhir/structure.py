"""Whether resources are built as R4 says. A fault is said and the rest is read all the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.fhir.found import Node
from app.i18n import _

MOST_CHECKED = 500
MOST_SAID = 30
MOST_EACH = 3


def problems_of(nodes: Iterable[Node]) -> list[str]:
    """A sentence for each fault, at most 3 of one resource and 30 in all; contained ones are checked with theirs."""
    said: list[str] = []
    for node in [node for node in nodes if not node.holder][:MOST_CHECKED]:
        said += [_("%(where)s is not sound R4: %(fault)s.", where=node.where, fault=each) for each in _faults(node)]
        if len(said) >= MOST_SAID:
            return [*said[:MOST_SAID], _("There are more faults like these.")]
    return said


def _faults(node: Node) -> list[str]:
    from fhir.resources.R4B import get_fhir_model_class  # large: only when it is needed
    from pydantic import ValidationError

    try:
        model: Any = get_fhir_model_class(node.kind)
    except (ValueError, LookupError):
        return [_("the type %(type)s is not known here", type=node.kind)]
    try:
        model.model_validate(node.resource)
    except ValidationError as problem:
        return [
            f"{'.'.join(map(str, each['loc']))[:100]}: {each['msg'][:100]}" for each in problem.errors()[:MOST_EACH]
        ]
    except Exception:  # the models of other people meet whatever anybody may have written
        return [_("its structure cannot be checked")]
    return []
