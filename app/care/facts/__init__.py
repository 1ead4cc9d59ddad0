"""What is known about a person: who said it, how sure it still is, and what the person says about it."""
