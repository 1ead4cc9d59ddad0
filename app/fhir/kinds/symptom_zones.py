"""A symptom plan: words for others and whole in our extension. Checked or not stands in the words; no check comes in."""

from app.fhir.kinds.generic import READS, RESOURCE, read, write

__all__ = ["READS", "RESOURCE", "read", "write"]
