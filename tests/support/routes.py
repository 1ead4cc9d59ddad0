"""The routes of the application as its guard sees them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from app.web.pages import NEEDS


@dataclass(frozen=True)
class Route:
    """One method of one address and what it needs."""

    method: str
    path: str
    need: str
    rule: Rule

    def __str__(self) -> str:
        return f"{self.method:<4} {self.path:<72} {self.need}".rstrip()

    @property
    def on_a_patient(self) -> bool:
        return "patient_id" in self.rule.arguments

    @property
    def arguments(self) -> set[str]:
        """What else stands in the address, besides the patient."""
        return set(self.rule.arguments) - {"patient_id"}

    def address(self, app: Flask, **values: object) -> str:
        """The address with these values; what is missing gets something that exists nowhere."""
        converters = self.rule._converters
        full = {n: values.get(n, 999 if "Integer" in type(c).__name__ else "x" * 16) for n, c in converters.items()}
        with app.test_request_context():
            return app.url_map.bind("localhost").build(self.rule.endpoint, full)


def all_routes(app: Flask) -> list[Route]:
    """Every route, in the order of their addresses."""
    found = [
        Route(method, rule.rule, str(NEEDS.get(rule.endpoint, "nothing")), rule)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
    return sorted(found, key=lambda route: (route.path, route.method))
