"""A qualitative study: sources, codes, codings, cases, themes, and what can be asked of them."""
