"""Ties between people who did not know each other before: what a programme that brings people together adds."""

from __future__ import annotations

from datetime import date
from math import nan

import numpy as np

from evenground.analysis.network.silence import open_pairs
from evenground.analysis.network.tidy import Indicator, share
from evenground.analysis.network.ties import Flags, Network


def new_pairs(network: Network, since: date | str | None) -> tuple[Flags, Flags, Flags]:
    """Of the pairs who have a tie: whose is new, whose may be, and whose is new for certain.

    A pair's tie is new when they say they did not know each other, or when its first dated tie is from ``since`` on and
    nobody says they did. A tie without a date, where neither is said, may be new.
    """
    pairs = network.pairs
    dated = ~np.isnat(pairs.first)
    start = np.datetime64("NaT") if since is None else np.datetime64(since, "D")
    old = (pairs.known == 1) | (dated & (pairs.first < start))
    told = ~old & (pairs.known == 0)
    later = ~old & ~told & dated & ~pairs.undated & (pairs.first >= start)
    heard = network.answered[pairs.low] & network.answered[pairs.high]
    return told | later, ~old & ~told & ~later, told | (later & heard)


def newness(network: Network, since: date | str | None) -> list[Indicator]:
    """New ties per person, and the share of ties that are new."""
    new, may, certain = new_pairs(network, since)
    many, ties = len(network.people), len(new)
    unknown = open_pairs(network, np.zeros(many, dtype=np.int64)).all
    least, most = int(certain.sum()), int(new.sum() + may.sum()) + unknown
    clear = ties - int(may.sum())
    note = f"Of {int(may.sum()):,} more ties nobody says whether they are new." if may.any() else ""
    if not ties:
        note = "There are no ties."
    told = float(new.sum()) if clear or not ties else nan  # nobody says it of any tie: limits, and no figure
    per = share("new ties per person", 2 * told, many, of="people", note=note,
                lower=2 * least / many if many else nan, upper=2 * most / many if many else nan)  # fmt: skip
    whole = ties + unknown
    of = "ties of which it is known whether they are new"
    part = share("new ties, of all ties", int(new.sum()), clear, of=of, note=note,
                 lower=least / whole if whole else nan, upper=most / whole if whole else nan)  # fmt: skip
    return [per, part]
