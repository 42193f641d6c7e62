"""The programme lead's view across everything: stages, what is late, early warnings, the record."""
