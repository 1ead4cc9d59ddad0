"""Our blueprint: every route says what it needs, or the import fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from app.access.permissions import Permission
from app.web.needs import Need

View = Callable[..., Any]
NEEDS: dict[str, Need | Permission] = {}
"""Endpoint → need, for the guard and for the tests that walk every route."""
UPLOADS: set[str] = set()
"""Endpoints that take a photo or file; every other request is small."""
READ_BACK: dict[str, str] = {}
"""Endpoints of what cannot be taken back once it is sent: a helper of several people reads first for whom it is. The
name of a button that sends nothing yet, or ""."""


class Pages(Blueprint):
    """A blueprint whose routes carry a ``needs=``; a permission needs ``<patient_id>`` in the address."""

    def get(self, rule: str, *, needs: Need | Permission, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        """A page: never writes, apart from the audit of who looked."""
        return self._page("GET", rule, needs, options)

    def post(self, rule: str, *, needs: Need | Permission, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        """A change: commits when the view returned, rolls back on a refusal. ``upload=True``: it takes a file.

        ``read_back=True``: it goes to the team at once, so a helper of several people reads for whom it is; the name
        of a button instead of True, where that button sends nothing yet.
        """
        return self._page("POST", rule, needs, options)

    def route(self, rule: str, **options: Any) -> Any:
        raise TypeError("use .get(…, needs=…) or .post(…, needs=…) instead of .route(…)")

    def _page(
        self, method: str, rule: str, needs: Need | Permission, options: dict[str, Any]
    ) -> Callable[[View], View]:
        full = (self.url_prefix or "") + rule
        if isinstance(needs, Permission) and "<patient_id>" not in full:
            raise TypeError(f"{full} needs {needs}, so its address must carry <patient_id>")
        if not isinstance(needs, Permission) and "<patient_id>" in full:
            raise TypeError(f"{full} names a patient, so needs= must be a Permission on that patient")

        def keep(view: View) -> View:
            endpoint = options.pop("endpoint", view.__name__)
            NEEDS[f"{self.name}.{endpoint}"] = needs
            if options.pop("upload", False):
                UPLOADS.add(f"{self.name}.{endpoint}")
            if unless := options.pop("read_back", False):
                READ_BACK[f"{self.name}.{endpoint}"] = unless if isinstance(unless, str) else ""
            self.add_url_rule(rule, endpoint, view, methods=[method], **options)
            return view

        return keep
