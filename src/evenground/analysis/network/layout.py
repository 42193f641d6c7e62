"""Where to draw each person: stress majorisation, the same every time."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from evenground.analysis.errors import OutOfRange
from evenground.analysis.frames import Floats
from evenground.analysis.network.structure import components
from evenground.analysis.network.ties import Network

MOST_PEOPLE: Final = 600  # more cannot be told apart in a picture, and the work grows with their square
_ROUNDS: Final = 200
_SETTLED: Final = 1e-4
_GAP: Final = 1.5  # between separate parts, in steps of a tie
_TURN: Final = np.pi * (3 - np.sqrt(5))  # the golden angle: no two people start in a line


def layout(network: Network) -> Floats:
    """Place people so that distances on paper are near to the number of steps between them.

    Each separate part is laid out by itself (stress majorisation of Gansner, Koren and North 2004, distances weighted by
    their inverse square), turned to lie flat, and the parts are set beside one another, the largest first.

    Returns
    -------
    people × 2, the first column running right and the second down, in steps of a tie.

    Raises
    ------
    OutOfRange
        For more than 600 people.

    References
    ----------
    Gansner ER, Koren Y, North S. Graph drawing by stress majorization. Graph Drawing 2004, LNCS 3383:239-250.
    """
    n = len(network.people)
    if n > MOST_PEOPLE:
        mend = f"at most {MOST_PEOPLE:,}; draw some kinds of ties, some teams, or only those who have a tie"
        raise OutOfRange("The number of people in one picture", f"{n:,}", mend)
    many, part = components(network)
    sizes = np.bincount(part, minlength=many)
    places = np.zeros((n, 2))
    boxes = []
    for number in np.argsort(-sizes, kind="stable"):
        who = np.flatnonzero(part == number)
        own = _flat(_one_part(network, who))
        boxes.append((who, own - own.min(axis=0)))
    for who, own in _packed(boxes):
        places[who] = own
    return places


def _one_part(network: Network, who: Any) -> Floats:
    from scipy.sparse.csgraph import shortest_path

    n = len(who)
    if n == 1:
        return np.zeros((1, 2))
    steps = shortest_path(network.links[who][:, who], directed=False, unweighted=True)
    away = np.where(steps > 0, steps, 1.0)
    weight = away**-2.0
    np.fill_diagonal(weight, 0.0)
    whole = np.diag(weight.sum(axis=1)) - weight
    undo = np.linalg.inv(whole + 1.0 / n)
    turn = np.arange(n)
    place = np.sqrt(turn + 0.5)[:, None] * np.column_stack((np.cos(turn * _TURN), np.sin(turn * _TURN)))
    last = np.inf
    for _ in range(_ROUNDS):
        apart = np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=2))
        stress = float((weight * (apart - steps) ** 2).sum())
        if last - stress <= _SETTLED * max(stress, 1e-12):
            break
        last = stress
        pull = -np.divide(weight * steps, apart, out=np.zeros_like(apart), where=apart > 1e-12)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        place = undo @ (pull @ place)
    return place - place.mean(axis=0)


def _flat(place: Floats) -> Floats:
    """Turned so that it is widest from left to right, with a sign that does not hang on the machine."""
    if len(place) < 2:
        return place
    _, turns = np.linalg.eigh(place.T @ place)
    made = place @ turns[:, ::-1]
    for axis in (0, 1):
        far = int(np.argmax(np.round(np.abs(made[:, axis]), 6)))
        made[:, axis] *= -1 if made[far, axis] < 0 else 1
    return made


def _packed(boxes: list[tuple[Any, Floats]]) -> list[tuple[Any, Floats]]:
    """Set parts in rows beside one another, about as wide as high."""
    areas = [float(np.prod(own.max(axis=0) + _GAP)) for _, own in boxes]
    wide = max([np.sqrt(sum(areas)) * 1.3, *(float(own[:, 0].max()) for _, own in boxes)]) if boxes else 0.0
    x = y = height = 0.0
    placed = []
    for who, own in boxes:
        size = own.max(axis=0)
        if x and x + size[0] > wide:
            x, y, height = 0.0, y + height + _GAP, 0.0
        placed.append((who, own + np.array([x, y])))
        x, height = x + float(size[0]) + _GAP, max(height, float(size[1]))
    return placed
