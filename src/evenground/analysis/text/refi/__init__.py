"""REFI-QDA 1.5: whole studies (`.qdpx`) and codebooks (`.qdc`), read and written."""
