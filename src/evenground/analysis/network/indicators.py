"""The indicators of a network: of the whole, of single people, and counts of people by group."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from evenground.analysis.errors import OutOfRange
from evenground.analysis.frames import Figures
from evenground.analysis.network.brokerage import ROLES, brokerage_counts
from evenground.analysis.network.mixing import across, advisers, alone_inside, outside
from evenground.analysis.network.newness import newness
from evenground.analysis.network.paths import Progress, betweenness
from evenground.analysis.network.structure import amount, answering, components, dependence, holding, parts, reciprocity
from evenground.analysis.network.tidy import as_like, tidy, tidy_people
from evenground.analysis.network.ties import Network


def indicators(
    network: Network,
    *,
    role: str = "role",
    organisation: str = "organisation",
    team: str = "team",
    adviser: str = "public adviser",
    since: date | str | None = None,
) -> Any:
    """Say how a network stands, each figure with its denominator and what missing answers leave open.

    Parameters
    ----------
    network
        From `read_network`.
    role, organisation, team
        Columns of the people. Where one is not there, its figures are missing and the note says so.
    adviser
        What the role of public advisers is called.
    since
        Ties are new whose first date is from this day on. Left out, a tie is new only when the two say that they did
        not know each other before.

    Returns
    -------
    One row an indicator: ``of`` (what ``n`` counts), ``count`` (how many of them, where it is a share), ``response``
    (share of people who answered), then ``measure, estimate, lower, upper, …``. The limits are not of chance: the figure
    is between them whatever those who did not answer would have said. A person who did not answer may have any tie.

    Raises
    ------
    OutOfRange
        When ``since`` is not a date.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from evenground.analysis.network import read_network
    >>> people = pa.table({"id": ["A", "B", "C"], "role": ["analyst", "analyst", "public adviser"]})
    >>> rows = indicators(read_network(pa.table({"from": ["A", "B"], "to": ["B", "C"]}), people=people)).to_pylist()
    >>> {row["measure"]: row["estimate"] for row in rows}["ties to another role"]
    0.5

    References
    ----------
    Krackhardt D, Stern RN. Informal networks and organizational crises. Soc Psychol Q 1988;51:123-140.
    """
    _check_day(since)
    found = [
        answering(network),
        *amount(network),
        *newness(network, since),
        *across(network, role),
        *across(network, organisation),
    ]
    found += [*outside(network, team), *advisers(network, role, adviser), *parts(network)]
    return tidy(network, [*found, *dependence(network), reciprocity(network)])


def people_figures(
    network: Network,
    *,
    by: str | None = None,
    pivots: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Any:
    """Figures of each person: ties, betweenness, what hangs on them, and their brokerage roles.

    They are of single people. Show them to the person and those who broker, never as a league table.

    Parameters
    ----------
    network
        From `read_network`.
    by
        Column of groups (role, organisation) for the brokerage roles; left out, there are none.
    pivots, seed, progress
        See `betweenness`.

    Returns
    -------
    One row a person and measure, with ``se`` where betweenness is estimated; ``n`` counts the other people.
    """
    others = max(len(network.people) - 1, 0)
    between, found = betweenness(network, pivots=pivots, seed=seed, progress=progress), holding(network)
    figures = [Figures("ties", network.degree, n=others)]
    if network.is_directed:
        arcs = network.arcs
        figures.append(Figures("named by others", np.asarray(arcs.sum(axis=0)), n=others))
        figures.append(Figures("names others", np.asarray(arcs.sum(axis=1)), n=others))
    se = None if between.exact else between.se
    figures.append(Figures("betweenness", between.values, se=se, n=others, method=between.method))
    figures.append(Figures("pairs of others who would lose each other", found.parted, n=others))
    if by is not None:
        counts = brokerage_counts(network, by)
        figures += [
            Figures(f"brokerage: {name}", counts[name], n=others, method="Gould and Fernandez 1989") for name in ROLES
        ]
    return tidy_people(network, network.people, *figures)


def brokers(network: Network) -> Any:
    """Who holds people together: what would come apart if they left.

    Returns
    -------
    One row a cut vertex, those first on whom most hangs: ``person``, ``pieces`` their part would fall into, ``parted``
    (pairs of others who would no longer reach each other), ``bridges`` (ties of theirs that nothing replaces).
    """
    found = holding(network)
    ends = np.concatenate(found.bridges)
    own = np.bincount(ends, minlength=len(network.people))
    order = sorted(np.flatnonzero(found.holds), key=lambda i: (-found.parted[i], network.people[i]))
    made = {"pieces": found.pieces[order], "parted": found.parted[order], "bridges": own[order]}
    return as_like(network, {"person": [network.people[i] for i in order], **made})


def group_counts(network: Network, *, by: str = "role", team: str | None = "team") -> Any:
    """Count people by group, true counts: for inside, and for the disclosure gate.

    Give the result to `evenground.analysis.disclosure.measured_table` with ``by``, ``population="people"``, one of the
    counts and ``shares=True``, and that to `release`, before it is shown to anybody.

    Returns
    -------
    One row a group: the group, ``people``, ``no tie``, ``no tie outside their team`` (where ``team`` is a column), and
    ``hold others together`` (cut vertices). People without a group are “(missing)”.

    Raises
    ------
    MissingColumn
    """
    codes, values = network.codes(by)
    at = np.where(codes < 0, len(values), codes)
    names = [*values, "(missing)"]
    counted = {"people": np.ones(len(codes), dtype=bool), "no tie": network.degree == 0}
    if team is not None and team in network.attributes:
        counted[f"no tie outside their {team}"] = alone_inside(network, team)[0]
    counted["hold others together"] = holding(network).holds
    sums = {name: np.bincount(at, flags, len(names)).astype(np.int64) for name, flags in counted.items()}
    there = np.flatnonzero(sums["people"])
    return as_like(network, {by: [names[i] for i in there], **{name: many[there] for name, many in sums.items()}})


def part_of(network: Network) -> dict[str, int]:
    """The separate part each person is in, 1 for the largest."""
    many, part = components(network)
    rank = np.empty(many, dtype=np.int64)
    rank[np.argsort(-np.bincount(part, minlength=many), kind="stable")] = np.arange(1, many + 1)
    return {person: int(rank[part[i]]) for i, person in enumerate(network.people)}


def _check_day(since: date | str | None) -> None:
    try:
        np.datetime64("NaT") if since is None else np.datetime64(since, "D")
    except ValueError:
        raise OutOfRange("since", since, "a date, such as 2026-03-01") from None
