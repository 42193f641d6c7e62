"""`evenground groups teams`: from a table of people, or GroupEng's files, to teams and what became of each rule."""

import csv
import json

import pytest
from click.testing import CliRunner
from tests.analysis.groups.teaming.made_up import write_groupeng

from evenground.site.command_line import main


def run(*arguments):
    return CliRunner().invoke(main, ["groups", "teams", *map(str, arguments)])


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    rows = [f"p{n},Person {n},{'u' if n in (1, 5) else ''},{'adviser' if n < 4 else 'nurse'},{n}" for n in range(12)]
    path.write_text("\n".join(["person,name,unit,role,years", *rows]), encoding="utf-8")
    return path


def test_it_prints_a_plan_with_what_became_of_each_rule(people):
    result = run(people, "--size", 4, "--name", "name", "--unit", "unit", "--rule", "must cluster role=adviser")

    assert result.exit_code == 0, result.output
    assert (
        "12 people in 3 groups." in result.stdout and "1. Kept: leave nobody with role “adviser” alone" in result.stdout
    )


def test_a_rule_that_is_broken_is_said_in_the_result(people):
    result = run(people, "--groups", 3, "--rule", "cluster role=adviser", "--rule", "distribute role", "--json")
    first, second = json.loads(result.stdout)["rules"]

    assert first["kept"] and not second["kept"]
    assert second["says"].startswith("Broken: spread role")


def test_units_stay_whole_in_the_file_it_writes(people, tmp_path):
    out = tmp_path / "teams.csv"
    assert run(people, "--size", 3, "--unit", "unit", "--rule", "diverse role, years", "--out", out).exit_code == 0

    with out.open(encoding="utf-8", newline="") as file:
        group = {row["person"]: row["group"] for row in csv.DictReader(file)}
    assert group["p1"] == group["p5"] and len(group) == 12


def test_groupengs_files_are_read(tmp_path):
    result = run(write_groupeng(tmp_path), "--json")

    assert result.exit_code == 0, result.output
    assert len(json.loads(result.stdout)["groups"]) == 21


@pytest.mark.parametrize(
    "rest, code, sentence",
    [
        ([], 2, "with --size, or how many there are with --groups"),
        (["--size", 4, "--rule", "shuffle role"], 1, "“shuffle role” is not a rule. Write one of: distribute COLUMN"),
        (["--size", 4, "--rule", "balance years=much"], 1, "“much” is not a number of standard deviations"),
        (["--size", 4, "--rule", "cluster height=tall"], 1, "height"),
        (["--size", 4, "--together", "p1", "zoe"], 1, "zoe"),
        (["--size", 40], 1, "40"),
        (["--size", 4, "--person", "id"], 1, "no column called “id”"),
    ],
)
def test_it_refuses_with_one_sentence(people, rest, code, sentence):
    result = run(people, *rest)

    assert result.exit_code == code, result.output
    assert sentence in result.stderr and "Traceback" not in result.output


def test_a_specification_takes_no_options_beside_it(tmp_path):
    assert "says itself" in run(write_groupeng(tmp_path), "--size", 5).stderr
