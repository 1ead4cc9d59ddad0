"""A medicine at hand: words for others, whole in our extension. We write no prescription, so no MedicationRequest."""

from app.fhir.kinds.generic import READS, RESOURCE, read, write

__all__ = ["READS", "RESOURCE", "read", "write"]
