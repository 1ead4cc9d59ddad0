"""Times, as ratios within one run. Never in a test: machines differ, ratios less so."""
