"""A column of sentences for many groups at once: each sentence is kept once, with the groups it holds for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

_MOST = 62  # sentences fit the bits of one whole number


class Words:
    """Sentences by group. Start empty, then say each sentence where it holds.

    >>> notes = Words(3)
    >>> notes.say(np.array([False, True, True]), "Nobody lives here.")
    >>> notes.say(np.array([False, False, True]), "No events.")
    >>> notes.texts()
    ['', 'Nobody lives here.', 'Nobody lives here. No events.']
    """

    def __init__(self, size: int, everywhere: str = "") -> None:
        self._held = np.zeros(size, dtype=np.int64)
        self._sentences: list[str] = []
        if everywhere:
            self.say(np.ones(size, dtype=bool), everywhere)

    def __len__(self) -> int:
        return len(self._held)

    def say(self, where: NDArray[np.bool_], sentence: str) -> None:
        """Add a sentence to the groups where it holds."""
        if not where.any():
            return
        if sentence not in self._sentences:
            if len(self._sentences) == _MOST:
                raise OverflowError(f"More than {_MOST} different sentences in one column.")
            self._sentences.append(sentence)
        self._held |= where.astype(np.int64) << self._sentences.index(sentence)

    @property
    def silent(self) -> NDArray[np.bool_]:
        """The groups of which nothing is said."""
        return self._held == 0

    def texts(self) -> list[str]:
        """Give the sentences of each group, in one text."""
        said: list[str] = self.arrow().to_pylist()
        return said

    def arrow(self) -> pa.Array:
        """Give them as a column of text."""
        import pyarrow as pa

        if not self._sentences:
            return pa.repeat("", len(self._held))
        held, codes = np.unique(self._held, return_inverse=True)
        joined = [" ".join(s for i, s in enumerate(self._sentences) if int(bits) >> i & 1) for bits in held]
        return pa.DictionaryArray.from_arrays(codes.astype(np.int32), pa.array(joined, pa.string())).cast(pa.string())
