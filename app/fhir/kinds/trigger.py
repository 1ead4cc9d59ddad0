"""If this happens, then we change: no place in R4 for one person, so words for others and whole in our extension."""

from app.fhir.kinds.generic import READS, RESOURCE, read, write

__all__ = ["READS", "RESOURCE", "read", "write"]
