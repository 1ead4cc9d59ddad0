"""What was arranged around the plan: visits, referrals, tests, and when to come back; each with an owner."""
