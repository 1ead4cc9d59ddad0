"""If somebody gets worse: the own bands, whom to ring at this hour, what is at hand, an earlier review."""
