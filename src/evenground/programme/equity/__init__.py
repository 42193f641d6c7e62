"""Results by group: analysed, released through the disclosure gate, and interpreted."""
