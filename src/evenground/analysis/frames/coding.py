"""Arrow columns as NumPy arrays: numbers as floats, labels as codes, rows as groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from evenground.analysis.errors import BadLabels, BadNumbers

if TYPE_CHECKING:
    import pyarrow as pa

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]

FARTHEST: Final = 1e30  # no figure of people is beyond it, and fourth powers up to it can still be worked with


def coded(column: pa.ChunkedArray, name: str) -> tuple[Positions, pa.Array]:
    """The position of each row's value among the values that occur, and those values."""
    import pyarrow as pa

    _check_labels(column.type, name)
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.unify_dictionaries().combine_chunks()
    ordered = None
    if pa.types.is_dictionary(whole.type):
        ordered = whole.dictionary if whole.type.ordered else None
        whole = whole.cast(whole.type.value_type)
    encoded = whole.dictionary_encode(null_encoding="encode")
    codes, values = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), encoded.dictionary
    return (codes, values) if ordered is None else _in_category_order(codes, values, ordered)


def _in_category_order(codes: Positions, values: pa.Array, ordered: pa.Array) -> tuple[Positions, pa.Array]:
    """Keep the order a categorical was given."""
    import pyarrow as pa
    import pyarrow.compute as pc

    place = pc.fill_null(pc.index_in(values, value_set=ordered), len(ordered)).to_numpy(zero_copy_only=False)
    order = np.argsort(place, kind="stable")
    moved = np.empty(len(order), dtype=np.int64)
    moved[order] = np.arange(len(order))
    made = pa.DictionaryArray.from_arrays(indices(np.arange(len(order))), values.take(indices(order)), ordered=True)
    return moved[codes], made


def indices(positions: Positions) -> pa.Array:
    import pyarrow as pa

    return pa.array(positions, pa.int64())


def groups(codes: Sequence[Positions], rows: int) -> tuple[Positions, Positions]:
    """The group of each row, groups numbered as they first appear, and the first row of each."""
    if not codes:
        return np.zeros(rows, dtype=np.int64), np.zeros(1, dtype=np.int64)
    if len(codes) == 1 and _as_they_come(codes[0]):
        first = np.zeros(int(codes[0].max(initial=-1)) + 1, dtype=np.int64)
        first[codes[0][::-1]] = np.arange(rows - 1, -1, -1)
        return codes[0], first
    mixed = codes[0]
    for code in codes[1:]:
        # Made dense at every step, so that many columns cannot overflow.
        mixed = np.unique(mixed, return_inverse=True)[1] * (int(code.max(initial=0)) + 1) + code
    _, first, of = np.unique(mixed, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    return number[of], first[order]


def _as_they_come(code: Positions) -> bool:
    """Whether the numbers are dense and already in order of first appearance, as an encoding gives them."""
    highest = np.maximum.accumulate(code) if len(code) else code
    return bool(len(code) == 0 or (code[0] == 0 and (np.diff(highest) <= 1).all()))


def floats(column: pa.ChunkedArray, name: str, *, endless: bool = False) -> Floats:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        if not pa.types.is_boolean(kind) and not pa.types.is_null(kind):
            raise BadNumbers(name, _text_rows(column), None, "not numbers", "Turn the column into numbers first.")
        column = pc.cast(column, pa.int8())
    values: Floats = pc.cast(column, pa.float64(), safe=False).to_numpy()
    _check_size(values, name, endless=endless)
    return values


def written(label: Any) -> str:
    """The text a label is known by. A column with a blank may have turned 1 into 1.0: they are the same label.

    >>> written(1.0), written(2.5), written("01"), written(None)
    ('1', '2.5', '01', 'blank')
    """
    if label is None or label != label:
        return "blank"
    return str(int(label)) if isinstance(label, float) and label.is_integer() else str(label)


def _check_labels(kind: pa.DataType, name: str) -> None:
    import pyarrow as pa

    held = kind.value_type if pa.types.is_dictionary(kind) else kind
    if pa.types.is_nested(held):
        raise BadLabels(name, "lists or records")
    if isinstance(held, pa.BaseExtensionType):
        raise BadLabels(name, "a kind of value that other tables do not have")


def _check_size(values: Floats, name: str, *, endless: bool) -> None:
    size = np.abs(values)
    odd = (size > FARTHEST) | ((size < 1 / FARTHEST) & (size > 0))
    if endless:
        odd &= np.isfinite(values)
    if not odd.any():
        return
    rows, many = (np.flatnonzero(odd)[:5] + 1).tolist(), int(odd.sum())
    if np.isinf(values[odd]).any():
        raise BadNumbers(name, rows, many, "infinite", "Leave them blank or mend them.")
    raise BadNumbers(name, rows, many, "too large or too near to zero to be real", "Mend them, or use another unit.")


def _text_rows(column: pa.ChunkedArray) -> list[int]:
    return [row for row, value in enumerate(column.slice(0, 1000).to_pylist(), start=1) if isinstance(value, str)][:5]
