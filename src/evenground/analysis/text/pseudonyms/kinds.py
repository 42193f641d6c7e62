"""What a suggestion is about, and how sure it is."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a piece of text may give away."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    CONDITION = "condition"
    OTHER = "other"
    NHS_NUMBER = "NHS number"
    NATIONAL_INSURANCE = "National Insurance number"
    BIRTH = "date of birth"
    DATE = "date"
    AGE = "age over 89"
    POSTCODE = "postcode"
    PHONE = "phone number"
    EMAIL = "e-mail address"
    WEB = "web address"


class Certainty(StrEnum):
    """How likely a suggestion is right, in the order in which a reviewer wants them."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


NAMES: Final = (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE, Kind.CONDITION, Kind.OTHER)  # what a roster can hold
PATTERNS: Final = tuple(kind for kind in Kind if kind not in NAMES)
