"""Transcripts read from what people have."""
