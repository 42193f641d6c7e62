"""Places in a text that stay right to the character.

Positions count Unicode code points from 0; a segment is half-open: ``text[start:end]``. Texts have LF line ends only.
"""
