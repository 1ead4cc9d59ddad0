"""A copy of the plan for one device: what is on it, and whether it may stay there."""
