"""Seatings in which nobody meets twice, built by arithmetic where the shape allows it.

With as many tables as a prime power ``q`` and at most ``q`` seats at each, people are points (column, row) and sit in
session ``m`` at table ``row + m × column`` of the field with ``q`` elements: two points lie on one such line at most
(Bose 1938). People of one column never met in those ``q`` sessions, so that one more divides the columns among tables.
The fifteen schoolgirls have a solution of their own.
"""

from __future__ import annotations

from collections.abc import Callable

Round = list[list[int]]

# Polynomials that cannot be divided, lowest power first, leading 1 left out: they make the fields of 4, 8, 9 and 16.
_POLYNOMIALS = {4: (2, (1, 1)), 8: (2, (1, 1, 0)), 9: (3, (1, 0)), 16: (2, (1, 1, 0, 0))}
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23)

# One day of the schoolgirls: turned modulo 7 (girls 0 to 6, 7 to 13, and 14 who stays) it makes all seven.
STARTER = [[0, 1, 3], [2, 7, 9], [4, 12, 13], [5, 8, 11], [6, 10, 14]]


def design(people: int, tables: int, sessions: int) -> list[Round] | None:
    """Tables of person numbers for each session; None when no construction is known for this shape.

    A table may have one seat more than another, or some empty, when people are not a multiple of the tables.
    """
    if (people, tables) == (15, 5) and sessions <= 7:
        return schoolgirls()[:sessions]
    columns = -(-people // tables)
    field = _field(tables)
    if field is None or columns > tables:
        return None
    add, times = field
    rounds: list[Round] = [[[] for _ in range(tables)] for _ in range(tables)]
    for slope, made in enumerate(rounds):
        for person in range(people):
            column, row = divmod(person, tables)
            made[add(row, times(slope, column))].append(person)
    if people == tables * columns and tables % columns == 0:
        rounds.append(_within_columns(tables, columns))
    return rounds[:sessions] if len(rounds) >= sessions else None


def _within_columns(tables: int, seats: int) -> Round:
    everybody = list(range(tables * seats))
    return [everybody[start : start + seats] for start in range(0, len(everybody), seats)]


def _field(size: int) -> tuple[Callable[[int, int], int], Callable[[int, int], int]] | None:
    """Sum and product in the field with this many elements."""
    if size in _PRIMES:
        return (lambda a, b: (a + b) % size), (lambda a, b: a * b % size)
    if size not in _POLYNOMIALS:
        return None
    prime, low = _POLYNOMIALS[size]
    return (lambda a, b: _sum(a, b, prime)), (lambda a, b: _product(a, b, prime, low))


def _digits(number: int, prime: int, length: int) -> list[int]:
    return [number // prime**power % prime for power in range(length)]


def _number(digits: list[int], prime: int) -> int:
    return sum(digit * prime**power for power, digit in enumerate(digits))


def _sum(a: int, b: int, prime: int) -> int:
    pairs = zip(_digits(a, prime, 5), _digits(b, prime, 5), strict=True)
    return _number([(x + y) % prime for x, y in pairs], prime)


def _product(a: int, b: int, prime: int, low: tuple[int, ...]) -> int:
    degree = len(low)
    result = [0] * (2 * degree - 1)
    for i, x in enumerate(_digits(a, prime, degree)):
        for j, y in enumerate(_digits(b, prime, degree)):
            result[i + j] = (result[i + j] + x * y) % prime
    for power in range(2 * degree - 2, degree - 1, -1):  # x to the degree is minus the low part
        for place, factor in enumerate(low):
            result[power - degree + place] = (result[power - degree + place] - result[power] * factor) % prime
    return _number(result[:degree], prime)


def schoolgirls() -> list[Round]:
    """Kirkman's problem (1850): fifteen in threes on seven days, every two together once.

    One day is turned round the seven others: day ``d`` adds ``d`` to every number but the last girl's, modulo 7.
    """
    return [
        [[girl if girl == 14 else girl // 7 * 7 + (girl + day) % 7 for girl in table] for table in STARTER]
        for day in range(7)
    ]
