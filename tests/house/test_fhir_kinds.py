"""Every kind of line says how it is written as FHIR and read back."""

import inspect

import pytest

from app.care.plan.kinds import KINDS
from app.fhir.kinds import MAPPINGS, generic


def test_every_kind_has_a_module():
    missing = sorted(set(KINDS) - set(MAPPINGS))
    assert not missing, (
        f"{missing}: write app/fhir/kinds/<kind>.py with RESOURCE, READS, write and read, as app/fhir/README.md "
        "shows. If R4 has no place for the kind, take all four from app.fhir.kinds.generic and say why."
    )


def test_every_module_is_of_a_kind():
    left = sorted(set(MAPPINGS) - set(KINDS))
    assert not left, f"{left}: no kind has this name. Name the module like the kind, or put helpers into parts.py."


@pytest.mark.parametrize("name", [*MAPPINGS, "generic"])
def test_a_module_offers_all_four(name):
    module = MAPPINGS.get(name, generic)
    assert isinstance(getattr(module, "RESOURCE", None), str), (
        f"{name}: RESOURCE is the type that stands for the line"
    )
    assert isinstance(getattr(module, "READS", None), tuple), f"{name}: READS is a tuple of types, empty for none"
    for function, names in (("write", ["item", "parts"]), ("read", ["resource", "found"])):
        found = list(inspect.signature(getattr(module, function)).parameters)
        assert found == names, f"{name}.{function} takes {', '.join(names)}, as its neighbours do"
