"""Collaborative Implementation Groups: forming them, their rosters and their facilitators."""
