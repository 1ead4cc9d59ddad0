"""A symptom plan: words for others and whole in our extension. The words say if it was checked."""

from app.fhir.kinds.generic import READS, RESOURCE, read, write

__all__ = ["READS", "RESOURCE", "read", "write"]
