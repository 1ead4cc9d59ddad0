"""Rules about guests and the emergency card."""
