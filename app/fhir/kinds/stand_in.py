"""Who steps in: R4 has no place for it, so it is words for others and whole in our extension."""

from app.fhir.kinds.generic import READS, RESOURCE, read, write

__all__ = ["READS", "RESOURCE", "read", "write"]
