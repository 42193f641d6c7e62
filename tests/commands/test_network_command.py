"""`evenground network report`: what it prints, what it writes, and its exit codes."""

import csv
import json

import networkx as nx
import pytest
from click.testing import CliRunner

from evenground.site.command_line import main

ROLES = ("nurse", "analyst", "public adviser", "commissioner")


@pytest.fixture
def files(tmp_path):
    """80 people in teams of five, everybody tied to the next in the team, one in four to the next team."""
    people = [[f"Person {i}", ROLES[i % 4], f"Trust {i // 20}", f"Team {i // 5}"] for i in range(80)]
    inside = [(i, i + 1) for i in range(79) if i % 5 != 4]
    across = [(i, i + 5) for i in range(0, 75, 4)]
    ties = [[f"Person {a}", f"Person {b}", "2026-02-01" if a % 2 else "2026-04-01"] for a, b in inside + across]
    for name, rows in (
        ("people", [["id", "role", "organisation", "team"], *people]),
        ("ties", [["from", "to", "date"], *ties]),
    ):
        with (tmp_path / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    return tmp_path


def reported(files, *more, ties="ties.csv"):
    asked = ["network", "report", files / ties, "--people", files / "people.csv", *more]
    return CliRunner().invoke(main, [str(one) for one in asked])


def test_it_says_the_figures_with_what_they_are_of(files):
    done = reported(files, "--since", "2026-03-01")

    assert done.exit_code == 0, done.output
    for words in ("new ties per person", "ties to another role", "E–I index by organisation", "80 people",
                  "People with no tie outside their team, by role", "Rule for small numbers"):  # fmt: skip
        assert words in done.stdout


def test_small_numbers_of_people_are_hidden(files):
    result = json.loads(reported(files, "--json").stdout)
    table = next(table for name, table in result["groups"].items() if "by role" in name)
    counts = [row["cells"]["count"] for row in table["rows"]]

    assert {cell["state"] for cell in counts} <= {"shown", "hidden"}
    assert all(cell["value"] % 5 == 0 for cell in counts if cell["state"] == "shown")


def test_no_number_of_people_stands_in_two_tables(files):
    result = json.loads(reported(files, "--json").stdout)
    figures = [row["key"][0] for row in result["groups"]["People"]["rows"]]

    assert "people with no tie" in figures
    assert "people with no tie outside their team" not in figures
    assert not any(row["measure"].startswith("people ") for row in result["figures"]["rows"])


def test_files_hold_no_names_and_the_key_stands_apart(files):
    done = reported(files, "--out", files / "out", "--key", files / "key.csv", "--with", "role")
    written = {path.name for path in (files / "out").iterdir()}
    key = dict(csv.reader((files / "key.csv").open(encoding="utf-8")))

    assert done.exit_code == 0, done.output
    assert written == {"ties.graphml", "ties.gexf", "ties-nodes.csv", "ties-edges.csv", "ties.json", "ties-people.csv",
                       "ties.svg", "ties-picture.csv"}  # fmt: skip
    assert not any("Person " in path.read_text(encoding="utf-8") for path in (files / "out").iterdir())
    assert len(nx.read_graphml(files / "out" / "ties.graphml")) == 80
    assert key["P1"].startswith("Person ")
    assert "keep them inside" in done.stderr


def test_the_same_input_gives_the_same_bytes(files):
    for folder in ("one", "two"):
        reported(files, "--out", files / folder)
    for path in (files / "one").iterdir():
        assert path.read_bytes() == (files / "two" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "from,to\nPerson 1,Persom 2\n",
            "Row 2, column “to”: “Persom 2” is not among the people. Did you mean “Person 2”?",
        ),
        ("x,y\n1,2\n", "The file has no column called “from”"),
    ],
)
def test_a_file_to_mend_is_refused_in_one_sentence(files, text, says):
    (files / "bad.csv").write_text(text, encoding="utf-8")
    done = reported(files, ties="bad.csv")

    assert (done.exit_code, done.stdout) == (1, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_network_of_a_few_people_shows_next_to_nothing(files):
    (files / "few.csv").write_text("from,to\nAnn,Bea\nBea,Cem\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["network", "report", str(files / "few.csv"), "--json"])
    result = json.loads(done.stdout)

    assert done.exit_code == 0, done.output
    assert {row["cell"]["state"] for row in result["figures"]["rows"]} <= {"hidden", "none"}


def test_an_unknown_rule_and_a_file_without_rows_are_refused(files):
    (files / "none.csv").write_text("from,to,kind\n", encoding="utf-8")

    assert "There is no rule for small numbers called “thresold10”" in reported(files, "--profile", "thresold10").stderr
    done = reported(files, ties="none.csv")
    assert done.exit_code == 1
    assert "has headings but no rows below them" in done.stderr


def test_uncontrolled_figures_need_a_reason(files):
    assert reported(files, "--profile", "internal").exit_code == 1
    done = reported(files, "--profile", "internal", "--reason", "the broker looks at who stands alone", "--json")
    assert json.loads(done.stdout)["figures"]["internal"] is True
