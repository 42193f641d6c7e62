"""The proof behind a grouping: bounds hold, a better grouping is taken up, and time really ends it."""

import pytest
from tests.analysis.groups.made_up import cohort

from evenground.analysis.groups import Bounds, make_problem
from evenground.analysis.groups.anneal import anneal
from evenground.analysis.groups.certificate import certify
from evenground.analysis.groups.clash import any_grouping
from evenground.analysis.groups.hard import problem_rules
from evenground.analysis.groups.partition import search


@pytest.mark.parametrize("seed", range(5))
def test_no_grouping_exceeds_any_bound_on_the_way(seed):
    teams, facilitators = cohort(9, seed=seed)
    rules = problem_rules(make_problem(teams, facilitators, groups=3))
    found = anneal(rules, seed=1)

    start = any_grouping(rules)
    bounds = [line["bound"] for line in search(rules.problem, list(start.sets), start.value) if "bound" in line]

    assert min(bounds) >= found.value > start.value
    assert rules.scorer.ceiling() >= found.value


@pytest.mark.parametrize("seed", range(3))
def test_a_poor_grouping_is_replaced_by_the_best(seed):
    teams, facilitators = cohort(9, seed=seed)
    rules = problem_rules(make_problem(teams, facilitators, groups=3))

    better, certificate = certify(rules, any_grouping(rules), seconds=120)

    assert better.value == anneal(rules, seed=1).value
    assert certificate.proved


def test_when_time_is_up_the_first_answer_stands_with_an_honest_sentence():
    teams, facilitators = cohort(16)
    rules = problem_rules(make_problem(teams, facilitators, groups=4))
    start = any_grouping(rules)

    kept, certificate = certify(rules, start, seconds=0.01)

    assert kept == start
    assert not certificate.proved
    assert certificate.sentence.startswith("This grouping is within") or "not proved" in certificate.sentence


def test_too_many_groups_to_weigh_still_has_a_bound():
    teams, facilitators = cohort(40)
    rules = problem_rules(make_problem(teams, facilitators, groups=5, bounds=Bounds(6, 10)))

    _, certificate = certify(rules, anneal(rules, seed=1), seconds=5)

    assert not certificate.proved and certificate.gap is not None
