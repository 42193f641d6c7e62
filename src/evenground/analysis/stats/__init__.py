"""Statistics that several measures need: intervals for counts and proportions, and a weighted line."""
