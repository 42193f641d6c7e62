"""Teams, the service each evaluates, and who is in them from when to when."""
