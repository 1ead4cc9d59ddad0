"""The emergency card: what the person chose for it, and showing it once by a short code."""
