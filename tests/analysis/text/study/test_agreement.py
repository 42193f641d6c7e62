"""Agreement is what the independent libraries say it is, and says what it is not."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa
from tests.analysis.text.study.coded import coded, marks

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.text.study import coefficients
from evenground.analysis.text.study.agreement import agreement, disagreements
from evenground.analysis.text.study.errors import NothingToCompare, UnknownThing
from evenground.analysis.text.study.model import Code, Coding, Source, Study, User

TEXTS = {"one": "abcdefghijkl mnopqrstuvwx", "two": "First. Second! Third? More"}

# Psychiatric diagnoses of 30 patients by six raters: depression, personality disorder, schizophrenia, neurosis, other.
# Table 1 of Fleiss JL. Psychol Bull 1971;76:378-382.
DIAGNOSES = np.array([
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1], [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0],
    [0, 2, 0, 4, 0], [1, 0, 2, 0, 3], [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0],
    [1, 0, 0, 4, 1], [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
])  # fmt: skip
ONE_EACH = np.ones(30, dtype=np.int64)


def by_character(study: Study, code: str, only_coded: bool = False) -> np.ndarray:
    """Coders by characters: 1 given, 0 not, NaN where the coder coded nothing in the source. The plainest way."""
    coders = [user.id for user in study.users]
    columns = []
    for source in study.sources:
        here = [c for c in study.codings if c.source == source.id]
        readers = {c.coder for c in here}
        covers = {(c.coder, c.code, at) for c in here for at in range(*_place(study, c))}
        for at in range(len(source.text)):
            if len(readers) > 1 and (not only_coded or any(place == at for *_, place in covers)):
                columns.append([float((c, code, at) in covers) if c in readers else np.nan for c in coders])
    return np.array(columns).reshape(-1, len(coders)).T


def _place(study, coding):
    segment = study.things[coding.selection].place
    return segment.start, segment.end


def test_fleiss_kappa_of_the_diagnoses_is_as_published():
    assert list(DIAGNOSES.sum(axis=0)) == [26, 26, 30, 55, 43]
    assert coefficients.percent(DIAGNOSES, ONE_EACH) == pytest.approx(0.555, abs=0.001)
    assert coefficients.fleiss(DIAGNOSES, ONE_EACH) == pytest.approx(0.430, abs=0.0005)
    assert coefficients.fleiss(DIAGNOSES, ONE_EACH) == pytest.approx(fleiss_kappa(DIAGNOSES), abs=1e-12)


def test_krippendorffs_alpha_of_his_own_example_is_as_published():
    # Four observers, twelve units, data missing: nominal alpha 0.743 (Computing Krippendorff's Alpha-Reliability, 2011).
    told = "1 2 3 3 2 1 4 1 2 . . . / 1 2 3 3 2 2 4 1 2 5 . 3 / . 3 3 3 2 3 4 2 2 5 1 . / 1 2 3 3 2 4 4 1 2 5 1 ."
    rows = [row.split() for row in told.split("/")]
    counts = np.array([[column.count(value) for value in "12345"] for column in zip(*rows, strict=True)])
    assert coefficients.krippendorff(counts, np.ones(12, dtype=np.int64)) == pytest.approx(0.743, abs=0.0005)


tallies = st.integers(2, 5).flatmap(
    lambda raters: st.lists(st.integers(0, raters).map(lambda yes: [yes, raters - yes]), min_size=1, max_size=20)
)


@given(tallies, st.data())
def test_weights_stand_for_repeated_units(counts, data):
    weights = np.array(data.draw(st.lists(st.integers(1, 4), min_size=len(counts), max_size=len(counts))))
    repeated = np.repeat(np.array(counts), weights, axis=0)
    for coefficient in (coefficients.percent, coefficients.fleiss, coefficients.krippendorff):
        long = coefficient(repeated, np.ones(len(repeated), dtype=np.int64))
        assert coefficient(np.array(counts), weights) == (None if long is None else pytest.approx(long, abs=1e-12))


@given(tallies)
def test_fleiss_kappa_is_that_of_statsmodels(counts):
    counts = np.array(counts)
    ours = coefficients.fleiss(counts, np.ones(len(counts), dtype=np.int64))
    if (counts.sum(axis=0) == 0).any():
        assert ours is None
    else:
        assert ours == pytest.approx(fleiss_kappa(counts), abs=1e-9)


@given(marks(), st.booleans())
def test_alpha_and_kappa_by_character_are_those_of_the_libraries(given_marks, only_coded):
    study = coded(TEXTS, given_marks)
    if not any(len({c.coder for c in study.codings if c.source == name}) > 1 for name in TEXTS):
        with pytest.raises(NothingToCompare, match="second person"):
            agreement(study)
        return
    found = agreement(study, only_coded=only_coded)
    coders = [coder.id for coder in found.coders]
    for figures in found.codes:
        data = by_character(study, figures.code, only_coded)
        assert figures.units == data.shape[1]
        if len(np.unique(data[~np.isnan(data)])) < 2:
            assert figures.krippendorff is None
        else:
            alpha = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
            assert figures.krippendorff == pytest.approx(alpha, abs=1e-9)
        for pair in figures.pairs:
            one, other = (data[[user.id for user in study.users].index(coder)] for coder in pair.coders)
            both = ~np.isnan(one) & ~np.isnan(other)
            assert set(pair.coders) <= set(coders)
            assert pair.units == both.sum()
            if len({*one[both], *other[both]}) < 2:
                assert pair.kappa is None
            else:
                assert pair.kappa == pytest.approx(cohen_kappa_score(one[both], other[both]), abs=1e-9)
                assert pair.percent == pytest.approx((one[both] == other[both]).mean())


@given(marks())
def test_pooled_figures_are_those_of_all_codes_side_by_side(given_marks):
    study = coded(TEXTS, given_marks)
    try:
        found = agreement(study)
    except NothingToCompare:
        return
    data = np.concatenate([by_character(study, code.id) for code in study.codes], axis=1)
    if len(np.unique(data[~np.isnan(data)])) > 1:
        alpha = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
        assert found.pooled.krippendorff == pytest.approx(alpha, abs=1e-9)
    assert found.pooled.units == sum(code.units for code in found.codes)


@given(marks())
def test_disagreements_are_the_characters_on_which_coders_differ(given_marks):
    study = coded(TEXTS, given_marks)
    try:
        found = disagreements(study)
    except NothingToCompare:
        return
    for code in study.codes:
        data = by_character(study, code.id)
        differ = int(((np.nansum(data, axis=0) > 0) & (np.nanmin(data, axis=0) == 0)).sum())
        assert sum(len(each.segment) for each in found if each.code == code.id) == differ
    assert all(each.text == each.segment.of(TEXTS[each.source]) and each.gave and each.did_not for each in found)


def test_a_sentence_has_the_code_when_a_coding_touches_it():
    study = coded(TEXTS, [("Ann", "hope", "two", 2, 9), ("Bob", "hope", "two", 8, 9), ("Bob", "care", "two", 22, 23)])
    found = agreement(study, unit="sentence")
    hope = found.codes[0]
    assert (hope.units, hope.coded, hope.percent) == (4, 2, 0.75)
    assert [(d.text, d.path, d.gave, d.did_not) for d in disagreements(study, unit="sentence")] == [
        ("First.", "hope", ("Ann",), ("Bob",)),
        ("More", "care", ("Bob",), ("Ann",)),
    ]


def test_turns_are_those_of_the_speakers():
    text = "Ann: We waited.\nAll night.\nBob: Nobody came.\nAnn: Not one.\n"
    study = coded(
        {"talk": text}, [("A", "hope", "talk", 5, 8), ("B", "hope", "talk", 17, 20), ("B", "hope", "talk", 33, 35)]
    )
    found = agreement(study, unit="turn")
    assert (found.pooled.units, found.pooled.coded, found.pooled.percent) == (3, 2, pytest.approx(2 / 3))


def test_a_child_counts_as_its_parent_when_asked():
    study = coded(TEXTS, [("Ann", "hope", "two", 0, 5), ("Bob", "rest", "two", 0, 5)])
    study = Study("s", users=study.users, sources=study.sources, selections=study.selections, codings=study.codings,
                  codes=(Code("hope", "Hope"), Code("rest", "Rest", parent="hope")))  # fmt: skip
    assert agreement(study, codes=["hope"]).pooled.percent == pytest.approx(21 / 26)
    assert agreement(study, codes=["hope"], below=True).pooled.percent == 1


def test_who_read_a_text_and_coded_nothing_can_be_told():
    study = coded(TEXTS, [("Ann", "hope", "one", 0, 5), ("Bob", "hope", "two", 0, 5)])
    with pytest.raises(NothingToCompare):
        agreement(study)
    found = agreement(study, read={"one": ["Ann", "Bob"]})
    assert (found.pooled.units, found.pooled.coded, found.pooled.percent) == (25, 5, 0.8)


def test_the_result_says_that_it_is_no_mark_and_makes_a_table():
    study = coded(TEXTS, [("=Ann", "hope", "two", 0, 5), ("Bob", "hope", "two", 0, 5)])
    found = agreement(study)
    assert "not a mark of quality" in found.says
    assert found.rows().columns[-1] == "Cohen’s kappa, =Ann and Bob"
    assert found.rows().to_csv().splitlines()[1] == "hope,26,5,1.0,1.0,1.0,1.0"


def test_a_coding_of_a_whole_source_covers_all_of_it():
    study = Study("s", users=(User("A"), User("B")), codes=(Code("hope", "Hope"),), sources=(Source("x", text="abcd"),),
                  codings=(Coding("1", "hope", "x", None, "A"), Coding("2", "hope", "x", None, "B")))  # fmt: skip
    assert agreement(study).pooled.coded == 4
    assert agreement(study).pooled.fleiss is None


def test_what_is_not_there_is_named():
    study = coded(TEXTS, [("Ann", "hope", "two", 0, 5), ("Bob", "hope", "two", 0, 5)])
    with pytest.raises(UnknownThing, match="no code with the id “fear”"):
        agreement(study, codes=["fear"])
    with pytest.raises(UnknownThing, match="no coder"):
        agreement(study, coders=["Cyd"])
    with pytest.raises(UnknownChoice, match="unit"):
        agreement(study, unit="word")
    assert disagreements(study) == []


def test_coefficients_do_not_depend_on_how_long_the_texts_are():
    counts, table, many = np.array([[2, 0], [1, 1], [0, 2]]), np.array([[20, 5], [10, 15]]), 2 * 10**9
    assert coefficients.krippendorff(counts, np.full(3, many)) == pytest.approx(1 / 3)
    assert coefficients.cohen(table * many) == pytest.approx(coefficients.cohen(table))
