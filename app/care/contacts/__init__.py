"""Contacts with a person: who looked at the plan, who rang, and who used the plan when."""
