"""The HTTP kit: it knows requests, forms and headers, and nothing of care."""
