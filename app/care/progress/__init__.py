"""What happened: entries against the plan, readings, what got in the way, and both sides' promises."""
