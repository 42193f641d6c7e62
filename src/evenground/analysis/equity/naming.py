"""Names for columns of ours beside those of the user."""

from __future__ import annotations

from collections.abc import Collection


def spare(name: str, taken: Collection[str]) -> str:
    """Give the name, or one like it that is not taken.

    >>> spare("beside", {"area"}), spare("beside", {"beside"})
    ('beside', 'beside (compared)')
    """
    return name if name not in taken else spare(f"{name} (compared)", taken)
