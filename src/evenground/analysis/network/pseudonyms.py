"""Names that stand for people in what leaves the house, and the key that is kept apart."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from types import MappingProxyType

from evenground.analysis.network.ties import Network


def pseudonyms(network: Network, *, secret: str = "") -> Mapping[str, str]:
    """Give each person a number: ``{"Ann Lee": "P2", …}``. This is the key: keep it apart from what it opens.

    The numbers follow no order that a reader could know, as long as ``secret`` is one. Without a secret the same people
    get the same numbers every time, and whoever has the list of people could work the numbers out.
    """

    def hidden(person: str) -> bytes:
        return hmac.digest(secret.encode(), person.encode(), hashlib.sha256)

    order = sorted(network.people, key=lambda person: (hidden(person), person))
    return MappingProxyType({person: f"P{number}" for number, person in enumerate(order, start=1)})
