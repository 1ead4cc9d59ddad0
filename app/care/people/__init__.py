"""People around a plan: the person, their helpers, the care team, and how they come in."""
