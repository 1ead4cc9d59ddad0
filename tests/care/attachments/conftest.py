"""Rosa, her nurse and her son, as in the tests of the plan."""

from tests.care.plan.conftest import room

__all__ = ["room"]
