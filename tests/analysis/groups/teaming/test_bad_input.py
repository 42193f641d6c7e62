"""Every input that cannot be meant gets a sentence that says what, which rows, and what to change."""

import pytest

from evenground.analysis.groups.teaming import (
    Aggregate,
    Balance,
    Cluster,
    Distribute,
    Diverse,
    GroupsInputWrong,
    Member,
    NoTeams,
    Size,
    TeamsProblem,
    assemble,
)

FOUR = [
    Member(key, key.title(), attributes={"role": "p", "score": n, "note": ""}, row=n + 2)
    for n, key in enumerate("abcd")
]
EACH = [Member(f"m{n}", attributes={"mail": f"m{n}@example.org", "score": n / 7}) for n in range(500)]
UNIT = [Member(f"m{n}", unit="u" if n < 5 else "", row=n + 2) for n in range(8)]


@pytest.mark.parametrize(
    "people, asked, sentence",
    [
        ([], {"size": 4}, "There are no people"),
        (FOUR[:1], {"size": 1}, "A is the only person"),
        (FOUR, {}, "Say either the size of a group or the number"),
        (FOUR, {"size": 2, "groups": 2}, "Say either"),
        (FOUR, {"size": 5}, "A group of 5 needs more than 4 people. Choose a size up to 4"),
        (FOUR, {"size": 0}, "The size of a group is 0. Give 1 or more"),
        (FOUR, {"groups": 5}, "4 people cannot make 5 groups. Choose from 1 to 4"),
        (FOUR, {"size": 2, "leftover": "none"}, "“none” is not a choice for leftover. Choose larger or smaller"),
        (
            FOUR,
            {"sizes": [Size(3, 3)]},
            "The 1 groups have room for 3 people, but there are 4|The group has room for 3",
        ),
        (FOUR, {"sizes": [Size(3, 2), Size(1, 2)]}, "Group 1 has room for 3 to 2 people"),
        (FOUR, {"sizes": [Size(2, 2)] * 2, "size": 2}, "Sizes are given twice"),
        ([*FOUR, FOUR[0]], {"groups": 1}, r"“a” is there 2 times: row 2 \(A\) and row 2 \(A\)"),
        ([*FOUR, Member(" ", row=9)], {"groups": 1}, "A person has no key"),
        (FOUR, {"groups": 2, "together": [("a", "zoe")]}, "names “zoe”, who is not among the people"),
        (FOUR, {"groups": 2, "apart": [("a", "a")]}, "A wish names a: it needs two different people"),
        (FOUR, {"groups": 2, "together": ["ab"], "apart": ["ab"]}, "“a” and “b” must be apart, but"),
        (
            FOUR,
            {"groups": 2, "rules": [Cluster("rôle")]},
            "A rule names “rôle”, which nobody has. There are: role, score",
        ),
        (FOUR, {"groups": 2, "rules": [Cluster("role", ("x",))]}, "Nobody has “x” as “role”. There are: p"),
        (FOUR, {"groups": 2, "rules": [Cluster("note")]}, "“note” is blank for everybody"),
        (FOUR, {"groups": 2, "rules": [Diverse(())]}, "The rule Diverse names no attribute"),
        (FOUR, {"groups": 2, "rules": [Balance("role")]}, r"not a number for row 2 \(A\), row 3 .* Write a number"),
        (FOUR, {"groups": 2, "rules": [Cluster("role"), Cluster("role")]}, "Rule 2 .* is there twice"),
        (FOUR, {"groups": 2, "rules": [Aggregate("role"), Distribute("role")]}, "Two rules contradict each other"),
        (EACH, {"size": 5, "rules": [Aggregate("mail")]}, "No two people share a value of “mail”: it has 500"),
        (EACH, {"size": 5, "rules": [Distribute("score")]}, "“score” has 500 different numbers. Balance it"),
    ],
)
def test_input_that_cannot_be_meant(people, asked, sentence):
    with pytest.raises(GroupsInputWrong, match=sentence):
        assemble(people, **asked)


def test_pairs_of_too_many_people():
    with pytest.raises(GroupsInputWrong, match="compares every two people, which is too much for 4,500 of them"):
        assemble([Member(str(n), attributes={"x": n % 5}) for n in range(4500)], size=5, rules=[Diverse(("x",))])


def test_a_tolerance_below_nothing():
    with pytest.raises(GroupsInputWrong, match="The tolerance of the rule that balances “score” is -1"):
        Balance("score", -1)


def test_a_blank_number_names_its_row():
    people = [*FOUR, Member("e", "Eve", attributes={"score": ""}, row=6)]

    with pytest.raises(GroupsInputWrong, match=r"not a number for row 6 \(Eve\): it is blank\. Write a number"):
        assemble(people, groups=1, rules=[Balance("score")])


def test_a_whole_problem_and_rules_besides():
    problem = TeamsProblem(tuple(FOUR), (Size(4, 4),))

    with pytest.raises(GroupsInputWrong, match="Put them into the problem"):
        assemble(problem, rules=[Cluster("role")])


def test_a_unit_larger_than_every_group():
    with pytest.raises(
        NoTeams, match=r"5 people must stay together \(row 2 \(m0\).* room for 4. Make the groups larger"
    ):
        assemble(UNIT, groups=2)


def test_units_of_four_do_not_fit_into_two_groups_of_six():
    people = [Member(f"{unit}{n}", unit=unit) for unit in "abc" for n in range(4)]

    with pytest.raises(
        NoTeams, match="People stay together in 4s, so that the 2 groups have room for 8 of the 12 only"
    ):
        assemble(people, groups=2)


def test_units_of_several_sizes_that_do_not_fit():
    people = [Member(f"{unit}{n}", unit=unit) for unit, size in zip("abc", (4, 4, 3), strict=True) for n in range(size)]

    with pytest.raises(NoTeams, match="cannot be fitted into 2 groups of these sizes") as refused:
        assemble([*people, Member("d")], groups=2)
    assert refused.value.proved
