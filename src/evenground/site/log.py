"""What the server writes down about itself."""

import logging
import traceback
from types import TracebackType

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutWords(logging.Formatter):
    """Says where something went wrong and of what kind it was, never what it was about.

    The message of an error quotes what people typed: a database names the e-mail address that is there twice.
    """

    def formatException(self, ei: _Raised) -> str:  # noqa: N802  (named by the standard library)
        error: BaseException | None = ei[1]
        parts: list[str] = []
        while error is not None:
            frames = "".join(traceback.format_tb(error.__traceback__))
            parts.insert(0, f"{frames}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhich led to\n".join(parts)
