"""A programme, its cohorts, and who is appointed to run them."""
