"""The questionnaires' fixtures, for responses."""

from tests.care.questionnaires.conftest import asked, forms

__all__ = ["asked", "forms"]
