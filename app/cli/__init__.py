"""The ``handrail`` command."""
