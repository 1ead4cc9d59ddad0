"""What we expect: R4 has no element for a course with its certainty, so all of it is in our own extension.

It is not a note on the problem: the person may have folded it away, and a note would bring it back wherever the
problem is shown.
"""

from app.fhir.kinds.generic import READS, RESOURCE, read, write

__all__ = ["READS", "RESOURCE", "read", "write"]
