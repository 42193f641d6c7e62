"""Teams against every possible grouping of a few people, what always holds, and what a stopped search returns."""

import json
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.groups.teaming.made_up import write_groupeng

from evenground.analysis.groups.child import Limits
from evenground.analysis.groups.teaming import (
    Aggregate,
    Alike,
    Balance,
    Cluster,
    Distribute,
    Diverse,
    Member,
    NoTeams,
    Size,
    assemble,
    even_sizes,
    read_groupeng,
)

RULES = [
    Cluster("role", ("p",)),
    Cluster("role", (("p", "q"),)),
    Aggregate("site"),
    Distribute("role"),
    Balance("score", 0.5),
    Diverse(("score", "site")),
    Alike(("role",)),
]
PERSON = st.tuples(st.sampled_from("pqr"), st.sampled_from("xyz"), st.integers(0, 9))


def people_of(rows):
    return [
        Member(f"m{n}", attributes=dict(zip(("role", "site", "score"), row, strict=True))) for n, row in enumerate(rows)
    ]


def partitions(people, sizes):
    """Every way to fill groups of these sizes."""
    if not sizes:
        yield []
        return
    for group in combinations(people, sizes[0]):
        for rest in partitions([p for p in people if p not in group], sizes[1:]):
            yield [group, *rest]


def cost(rule, groups):
    """What a grouping costs under one rule, as its docstring says, in the plainest way."""
    everybody = [member for group in groups for member in group]
    if isinstance(rule, Aggregate):
        return sum(len({m.value("site") for m in group}) > 1 for group in groups)
    if isinstance(rule, Balance):
        return sum(off_balance(rule, group, everybody) for group in groups)
    if isinstance(rule, Diverse | Alike):
        total = sum(difference(rule, a, b, everybody) for group in groups for a, b in combinations(group, 2))
        return -total if isinstance(rule, Diverse) else total
    values = rule.values or sorted({m.value("role") for m in everybody})
    counts = [[sum(m.value("role") in value for m in group) for group in groups] for value in values]
    if isinstance(rule, Cluster):
        return sum(count == 1 for each in counts for count in each)
    shares = [Fraction(sum(each), len(groups)) for each in counts]
    return sum(max(floor(s) - c, c - ceil(s), 0) for s, each in zip(shares, counts, strict=True) for c in each)


def off_balance(rule, group, everybody):
    """Squares and fractions, so that nothing is lost to rounding."""
    scores = [Fraction(m.attributes["score"]) for m in everybody]
    mean = sum(scores) / len(scores)
    variance = sum((s - mean) ** 2 for s in scores) / len(scores)
    off = sum(Fraction(m.attributes["score"]) for m in group) / len(group) - mean
    return off**2 > Fraction(rule.tolerance) ** 2 * variance + Fraction(1, 10**9)


def difference(rule, a, b, everybody):
    found = Fraction(0)
    for name in rule.attributes:
        if name == "score":
            scores = [m.attributes["score"] for m in everybody]
            span = (max(scores) - min(scores)) or 1
            low = min(scores)
            # The solver counts in thousandths of the range.
            found += abs(
                round(1000 * (a.attributes[name] - low) / span) - round(1000 * (b.attributes[name] - low) / span)
            )
        else:
            found += 1000 * (a.value(name) != b.value(name))
    return found


def as_groups(teams, people):
    number = {member.key: member for member in people}
    return [[number[key] for key in group.keys] for group in teams.groups]


@settings(max_examples=8, deadline=None)
@given(st.lists(PERSON, min_size=6, max_size=6))
@pytest.mark.parametrize("rule", RULES, ids=str)
def test_no_grouping_of_eight_people_is_better(rule, rows):
    people = people_of([("p", "x", 3), ("p", "x", 4), *rows])
    teams = assemble(people, groups=2, rules=[rule])

    assert cost(rule, as_groups(teams, people)) == min(cost(rule, g) for g in partitions(people, [4, 4]))


@settings(max_examples=10, deadline=None)
@given(
    st.lists(PERSON, min_size=6, max_size=6),
    st.permutations([Cluster("role", ("p",)), Aggregate("site"), Balance("score", 0.3)]),
)
def test_an_earlier_rule_is_never_given_up_for_a_later_one(rows, rules):
    people = people_of([("p", "x", 3), ("p", "x", 4), *rows])
    teams = assemble(people, groups=2, rules=rules)

    assert cost(rules[0], as_groups(teams, people)) == min(cost(rules[0], g) for g in partitions(people, [4, 4]))


def test_two_rules_in_order_are_the_best_of_all_groupings():
    people = people_of(
        [
            ("p", "x", 1),
            ("p", "x", 2),
            ("p", "y", 3),
            ("q", "y", 4),
            ("q", "x", 5),
            ("q", "y", 9),
            ("p", "z", 8),
            ("r", "z", 0),
        ]
    )
    for rules in ([Cluster("role", ("p", "q")), Aggregate("site")], [Aggregate("site"), Distribute("role", ("p",))]):
        teams = assemble(people, groups=4, rules=rules)
        best = min(tuple(cost(rule, groups) for rule in rules) for groups in partitions(people, [2, 2, 2, 2]))

        assert tuple(cost(rule, as_groups(teams, people)) for rule in rules) == best
        assert tuple(verdict.amount for verdict in teams.rules) == best


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(PERSON, st.sampled_from(["", "", "u", "v", "w"])), min_size=6, max_size=14),
    st.integers(1, 3),
    st.integers(0, 5),
)
def test_everybody_is_placed_once_units_are_whole_and_sizes_are_as_asked(rows, groups, seed):
    people = [
        Member(f"m{n}", unit=unit, attributes={"role": row[0], "score": row[2]}) for n, (row, unit) in enumerate(rows)
    ]
    sizes = even_sizes(len(people), groups=groups)
    rules = [Balance("score", 0.3), Diverse(("role",))]
    try:
        teams = assemble(people, sizes=sizes, rules=rules, seed=seed)
    except NoTeams as refused:
        assert "together" in str(refused)
        return
    placed = [key for group in teams.groups for key in group.keys]

    assert sorted(placed) == sorted(member.key for member in people)
    assert all(sizes[0].smallest <= len(group.keys) <= sizes[0].largest for group in teams.groups)
    for unit in {member.unit for member in people} - {""}:
        assert len({teams.group_of(member.key).name for member in people if member.unit == unit}) == 1
    assert assemble(people, sizes=sizes, rules=rules, seed=seed) == teams


def test_a_unit_of_three_changes_places_with_three_people_on_their_own():
    people = [Member(f"u{n}", unit="u", attributes={"score": 9}) for n in range(3)]
    people += [Member(f"m{n}", attributes={"score": s}) for n, s in enumerate([0, 0, 0, 9, 9, 9, 0, 0, 0])]
    teams = assemble(people, sizes=[Size(6, 6)] * 2, rules=[Balance("score", 0)])

    assert teams.rules[0].kept


def test_pairs_are_together_and_apart():
    people = people_of([("p", "x", n) for n in range(6)])
    teams = assemble(people, size=2, together=[("m0", "m5")], apart=[("m1", "m2"), ("m1", "m3")])

    assert teams.group_of("m0") == teams.group_of("m5")
    assert teams.group_of("m1") == teams.group_of("m4")


def test_no_unit_is_alone_where_units_are_counted():
    people = [
        Member(f"{unit}{n}", unit=unit, attributes={"kind": kind})
        for unit, kind in zip("abcd", "xyxy", strict=True)
        for n in range(2)
    ]
    teams = assemble(people, groups=2, rules=[Cluster("kind", by_unit=True)])

    assert teams.rules[0].kept
    assert teams.group_of("a0") == teams.group_of("c0")


def test_a_broken_rule_is_reported_with_its_groups_and_what_is_known():
    people = people_of([("p", "x", 0), ("q", "x", 0), ("q", "x", 0), ("q", "x", 0)])
    teams = assemble(people, groups=2, rules=[Cluster("role", ("p",))])

    assert teams.broken == teams.rules
    assert str(teams).splitlines()[1] == (
        "1. Broken: leave nobody with role “p” alone; 1 person alone, in Group 1. No grouping does better."
    )


def test_a_hard_rule_that_one_person_breaks_is_refused_by_name():
    people = people_of([("p", "x", 0), *[("q", "x", 0)] * 3])

    with pytest.raises(NoTeams, match=r"Only one person has “p” as “role” \(m0\), and so is alone in any group\."):
        assemble(people, groups=2, rules=[Cluster("role", ("p",), hard=True)])


def test_the_smallest_set_of_clashing_rules_is_named():
    people = people_of([("p", "x", 0), ("p", "x", 0), ("q", "y", 0), ("q", "y", 0)])
    rules = [Balance("score", hard=True), Cluster("role", ("p",), hard=True), Distribute("site", ("x",), hard=True)]

    with pytest.raises(NoTeams, match="Give up one") as refused:
        assemble(people, groups=2, rules=rules)
    assert refused.value.clashing == (
        "leave nobody with role “p” alone",
        "spread site “x” over the groups",
    )
    assert not refused.value.proved


def test_people_apart_that_cannot_be_are_refused():
    people = people_of([("p", "x", 0)] * 4)
    triangle = [("m0", "m1"), ("m1", "m2"), ("m0", "m2")]

    with pytest.raises(NoTeams, match="who must be apart"):
        assemble(people, groups=2, apart=triangle)


def test_ctrl_c_gives_the_best_so_far(tmp_path):
    problem = read_groupeng(write_groupeng(tmp_path))
    seen = []

    def stop(teams):
        seen.append(teams)
        if len(seen) == 2:
            raise KeyboardInterrupt

    teams = assemble(problem, on_better=stop)

    assert teams.stopped
    assert teams.groups == seen[-1].groups
    assert "Stopped early: these are the best groups so far." in str(teams)


def test_a_search_cut_short_still_gives_everybody_a_group(tmp_path):
    problem = read_groupeng(write_groupeng(tmp_path, times=10))
    teams = assemble(problem, limits=Limits(seconds=6))

    assert teams.stopped
    assert sum(len(group.keys) for group in teams.groups) == 1_050


def test_the_published_shape_leaves_nobody_alone_and_at_most_three_groups_mixed(tmp_path):
    teams = assemble(read_groupeng(write_groupeng(tmp_path)))

    assert [verdict.amount for verdict in teams.rules[:2]] == [0, 0]
    assert teams.rules[2].amount <= 3
    assert {len(group.keys) for group in teams.groups} == {5}


def test_the_result_is_written_as_csv_and_json():
    people = [Member("a", "=Ann", attributes={"role": "p"}), Member("b", "Bo", attributes={"role": "p"})]
    teams = assemble(people, groups=1, rules=[Cluster("role", ("p",))])

    assert teams.to_csv() == "group,person,name,unit,role\r\nGroup 1,a,'=Ann,,p\r\nGroup 1,b,Bo,,p\r\n"
    assert json.loads(teams.to_json())["groups"] == [
        {"name": "Group 1", "keys": ["a", "b"], "people": ["=Ann", "Bo"], "says": "role: 2 p."}
    ]
    assert json.loads(teams.to_json())["rules"][0]["kept"] is True


def test_spread_says_how_diverse_groups_are_and_how_alike():
    people = people_of([("p", "x", 0), ("p", "x", 2), ("q", "x", 0), ("q", "x", 2)])
    teams = assemble(people, groups=2, rules=[Distribute("role"), Diverse(("score",))])
    role, score = teams.spread

    assert (role.within, role.between) == (2, 0)
    assert str(role) == (
        "role: 2.0 different values in a group on average; 0% of a group would have to change for it to be like the whole."
    )
    assert str(score).startswith("score: 2.0 different values")


def test_identical_people_fall_into_groups_without_a_search_for_more():
    teams = assemble([Member(str(n)) for n in range(7)], size=3, leftover="smaller")

    assert sorted(len(group.keys) for group in teams.groups) == [2, 2, 3]


def test_four_over_three_groups_leave_no_group_without_one():
    people = people_of([("p", "x", 0)] * 4 + [("q", "x", 0)] * 5)
    teams = assemble(people, size=3, rules=[Distribute("role", ("p",))])

    assert sorted(sum(key in {"m0", "m1", "m2", "m3"} for key in group.keys) for group in teams.groups) == [1, 1, 2]


def test_the_least_number_of_mixed_groups_is_proved_by_counting():
    people = people_of([("p", "x", 0)] * 4 + [("p", "y", 0)] * 5)
    teams = assemble(people, size=3, rules=[Aggregate("site")])

    assert (teams.rules[0].amount, teams.rules[0].best) == (1, True)
