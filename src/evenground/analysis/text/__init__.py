"""Text: merging what two people wrote. Transcripts, pseudonyms and REFI-QDA come here too."""
