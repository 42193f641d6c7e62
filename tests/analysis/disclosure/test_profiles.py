"""The rules for small numbers: what each shows, hides and lets be guessed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.disclosure.made_up_tables import one_way

from evenground.analysis.disclosure import PROFILES, local, profile_called, release
from evenground.analysis.errors import ReleaseRefused, UnknownProfile

NAMES = ["hes", "opensafely", "midpoint6", "threshold10", "local-5", "local-5-zero", "local-12-nearest-10"]


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, 3), (6, 3), (7, 9), (12, 9), (13, 15), (600, 597), (601, 603)]
)
def test_midpoint_six_shows_the_middle_of_each_six(count, shown):
    assert PROFILES["midpoint6"].rounded(count) == shown


@given(st.sampled_from(NAMES), st.integers(0, 5000))
def test_a_count_lies_among_those_that_stand_behind_what_is_shown(name, count):
    rule = profile_called(name)
    if not rule.hides(count):
        low, high = rule.behind(rule.rounded(count))
        assert low <= count <= high
        assert all(rule.rounded(n) == rule.rounded(count) and not rule.hides(n) for n in range(low, high + 1))
        assert rule.hides(low - 1) or low == 0 or rule.rounded(low - 1) != rule.rounded(count)
        assert rule.hides(high + 1) or rule.rounded(high + 1) != rule.rounded(count)


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_is_found_again_by_its_name(name):
    assert profile_called(name).name == name


@pytest.mark.parametrize("rule", PROFILES.values(), ids=PROFILES.keys())
def test_every_rule_says_where_it_comes_from(rule):
    assert rule.source
    assert rule.says.endswith(".")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"threshold": 3}, "hides only 1 to 2 tells what it hides"),
        ({"threshold": 2, "hide_zero": True}, "hides only 0 to 1 tells what it hides"),
        ({"threshold": 5, "nearest": 10}, "Round to between 1 and 5"),
    ],
)
def test_a_local_rule_that_would_tell_what_it_hides_is_refused(asked, says):
    with pytest.raises(ReleaseRefused, match=says):
        local(**asked)


def test_a_rule_nobody_knows():
    with pytest.raises(UnknownProfile, match="local-N"):
        profile_called("local")


def test_a_rule_under_a_false_name_is_refused():
    lenient = replace(PROFILES["hes"], hidden=(1, 2))

    with pytest.raises(ReleaseRefused, match="is not the one of that name"):
        release(one_way([4, 30]), lenient)
    assert (
        release(one_way([4, 30, 40]), local(6, source="Data board, 2026"))
        .how[0]
        .startswith("Rule for small numbers (local-6; Data board, 2026)")
    )


def test_a_count_above_the_threshold_may_be_rounded_below_it():
    released = release(one_way([12, 40, 63]), "local-12-nearest-10")

    assert [row.cells["count"].text for row in released.rows] == ["10", "40", "60", "120"]
    assert [PROFILES["hes"].shows(n) for n in (0, 3, 5, 8, 10)] == [True, False, False, False, True]
