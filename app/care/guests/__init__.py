"""Guests: somebody without an account sees named lines for a while, and may write one line back."""
