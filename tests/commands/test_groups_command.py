"""`evenground groups form`, `explain` and `repair`: from a spreadsheet to groups and back, one sentence when it cannot be."""

import csv
import json

import pytest
from click.testing import CliRunner

from evenground.site.command_line import main

HEADS = "team,name,organisation,condition,public adviser,wishes,pinned"
ROWS = [
    "a,Memory clinic,Trust A,dementia,2,,",
    "b,Day centre,Trust B,dementia,1,,",
    "c,Carers,Charity,dementia; frailty,1,,",
    "d,Falls,Trust A,frailty,1,f,",
    "e,Frailty unit,Trust B,frailty,2,,",
    "f,Home first,Council,frailty,0,,",
]


def run(*arguments):
    return CliRunner().invoke(main, ["groups", *map(str, arguments)])


def written(path, heads, rows):
    path.write_text("\n".join([heads, *rows]), encoding="utf-8")
    return path


@pytest.fixture
def teams(tmp_path):
    return written(tmp_path / "teams.csv", HEADS, ROWS)


@pytest.fixture
def leaders(tmp_path):
    rows = ["x,Dr X,dementia,1,University,", "y,Dr Y,frailty; dementia,2,University,Trust Z"]
    return written(tmp_path / "leaders.csv", "facilitator,name,skills,capacity,organisation,conflicts", rows)


@pytest.fixture
def grouped(teams, leaders, tmp_path):
    out = tmp_path / "groups.csv"
    result = run("form", teams, "--facilitators", leaders, "--groups", 2, "--out", out)
    assert result.exit_code == 0, result.output
    return out


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row["team"]: row for row in csv.DictReader(file)}


def test_form_prints_a_plan_a_person_can_read(teams, leaders):
    result = run("form", teams, "--facilitators", leaders, "--groups", 2)

    assert result.exit_code == 0, result.output
    assert "6 teams in 2 groups." in result.stdout
    assert "No better grouping exists" in result.stdout
    assert "led by Dr X" in result.stdout and "Memory clinic: With" in result.stdout


def test_form_fills_the_groups_into_a_copy_of_the_file(grouped):
    rows = rows_of(grouped)

    assert rows["a"]["group"] == rows["b"]["group"] == rows["c"]["group"] != rows["d"]["group"]
    assert {row["facilitator"] for row in rows.values()} == {"x", "y"}
    assert rows["d"]["why"].startswith("With ") and rows["d"]["condition"] == "frailty"


def test_form_gives_the_same_json_twice(teams):
    first, second = (run("form", teams, "--groups", 2, "--json") for _ in range(2))

    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["certificate"]["proved"]


def test_form_keeps_pins_and_wishes(teams):
    result = run(
        "form", teams, "--groups", 2, "--pin", "a", "Frail", "--together", "a", "e", "--apart", "b", "c", "--json"
    )
    groups = {group["label"]: set(group["teams"]) for group in json.loads(result.stdout)["groups"]}

    assert {"a", "e"} <= groups["Frail"]
    assert not any({"b", "c"} <= members for members in groups.values())


def test_form_refuses_a_team_pinned_to_two_groups(teams):
    result = run("form", teams, "--groups", 2, "--pin", "a", "East", "--pin", "a", "West")

    assert result.exit_code == 2 and "“a” is pinned to two groups" in result.stderr


def test_form_leaves_nobody_of_any_role_named_alone(tmp_path):
    rows = [f"t{n},{int(n < 2)}" for n in range(6)]
    result = run(
        "form", written(tmp_path / "t.csv", "team,intern", rows), "--groups", 2, "--never-one", "intern", "--json"
    )

    assert any({"t0", "t1"} <= set(group["teams"]) for group in json.loads(result.stdout)["groups"])


def test_form_says_when_a_role_is_no_column(teams):
    assert "no column called “wizard”" in run("form", teams, "--never-one", "wizard").stderr


def test_form_shows_alternatives_and_how_far_apart_they_are(teams):
    result = run("form", teams, "--groups", 2, "--alternatives", 3)

    assert result.exit_code == 0, result.output
    assert result.stdout.count("\nGrouping ") == 3 and "of the pairs differ" in result.stdout


def test_form_names_the_clash_when_nothing_fits(teams):
    result = run("form", teams, "--groups", 2, "--together", "a", "b", "--apart", "a", "b")

    assert result.exit_code == 1
    assert "are kept apart" in result.stderr and "share a group" in result.stderr


def test_explain_says_why_and_what_the_nearest_move_costs(grouped, leaders):
    result = run("explain", grouped, "--facilitators", leaders, "--team", "a", "--smallest", 2)

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Memory clinic is in ") and "If Memory clinic moves to" in result.stdout


def test_explain_says_what_a_move_would_break(grouped):
    goal = rows_of(grouped)["d"]["group"]
    result = run("explain", grouped, "--team", "a", "--to", goal, "--json")

    assert json.loads(result.stdout)["allowed"] is False
    assert "smallest allowed is 3" in " ".join(json.loads(result.stdout)["broken"])


def test_explain_without_a_team_speaks_of_every_team(grouped):
    assert run("explain", grouped).stdout.count(" is in ") == 6


def test_explain_to_needs_a_team(grouped):
    assert run("explain", grouped, "--to", "East").exit_code == 2


def test_repair_reads_what_form_wrote_and_writes_what_it_read(grouped, tmp_path):
    out = tmp_path / "mended.csv"
    result = run("repair", grouped, "--gone", "f", "--smallest", 2, "--out", out)

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Without Home first: moves 0 teams")
    assert set(rows_of(out)) == set("abcde")


@pytest.mark.parametrize(
    "heads, rows, sentence",
    [
        (HEADS, [], "headings and no rows"),
        ("name", ["x"], "no column called “team”"),
        (HEADS, [*ROWS, ROWS[0]], "Row 8 is about “a”, as row 2 is"),
        (HEADS, [*ROWS, ",Nobody"], "Row 8 has nothing in the column “team”"),
        (HEADS, [*ROWS, "g,Many,T,x,three"], "Row 8, column “public adviser”: “three” is not a number of people"),
        (HEADS, [*ROWS, "g,Wish,T,x,1,zz"], "There is no team “zz”"),
        (HEADS, [*ROWS, "g,a,b,c,1,,,,x"], "Row 8 has more cells than there are headings"),
        (HEADS, ROWS[:1], "1 team cannot make 1 group of at least 3"),
        (HEADS, [*ROWS, "g,Short"], ""),
    ],
)
def test_a_bad_file_gets_a_sentence_that_names_the_row(tmp_path, heads, rows, sentence):
    result = run("form", written(tmp_path / "bad.csv", heads, rows), "--proof", 0)

    assert result.exit_code == (1 if sentence else 0), result.output
    assert sentence in result.stderr


def test_a_leader_nobody_knows_is_named(grouped, tmp_path):
    others = written(tmp_path / "others.csv", "facilitator", ["q"])

    result = run("explain", grouped, "--facilitators", others)

    assert result.exit_code == 1 and "is not among the facilitators: q" in result.stderr
