"""Pseudonyms: found, decided, applied, and the way back kept apart under a key."""
