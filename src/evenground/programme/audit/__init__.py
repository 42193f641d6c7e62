"""Who did what to what, when and why. The record can be added to and never changed."""
