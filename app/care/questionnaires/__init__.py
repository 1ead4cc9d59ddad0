"""Questionnaires: FHIR R4 documents read as they are, answered one question a screen, read by a nurse."""
