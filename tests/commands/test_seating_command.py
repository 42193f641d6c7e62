"""`evenground groups`: a plan on stdout, files for the room, one sentence when something cannot be."""

import json

import pytest
from click.testing import CliRunner

from evenground.site.command_line import main


def run(*arguments):
    return CliRunner().invoke(main, ["groups", *map(str, arguments)])


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    rows = [
        f"p{n},Person {n},p{n}@example.org,{'adviser' if n < 4 else 'nurse'},{'no' if n == 5 else ''}"
        for n in range(12)
    ]
    path.write_text("\n".join(["person,name,email,role,Second", *rows]), encoding="utf-8")
    return path


@pytest.fixture
def teams(tmp_path):
    path = tmp_path / "groups.csv"
    rows = [f"t{n},{'East' if n < 3 else 'West'},Dr {'A' if n < 3 else 'B'},2" for n in range(7)]
    path.write_text("\n".join(["team,group,facilitator,public adviser", *rows]), encoding="utf-8")
    return path


def seated(people, *rest):
    return run("seat", people, "--tables", "4x3", "--session", "First", "--session", "Second", *rest)


def test_seat_prints_a_plan(people):
    result = seated(people)

    assert result.exit_code == 0, result.output
    assert "12 people in 2 sessions" in result.stdout and "0 pairs meet more than once" in result.stdout


def test_seat_says_the_same_as_json_twice(people):
    first, second = (seated(people, "--json", "--spread", "role", "--apart", "p1", "p2") for _ in range(2))

    assert first.stdout == second.stdout
    sessions = json.loads(first.stdout)["sessions"]
    assert [sum(len(t["people"]) for t in s["tables"]) for s in sessions] == [12, 11]
    assert json.loads(first.stdout)["broken"] == []


def test_seat_writes_cards_rooms_and_who_met_whom_which_it_reads_again(people, tmp_path):
    out = tmp_path / "out"
    result = seated(people, "--out", out)

    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in out.iterdir()) == [
        "01-first-bigbluebutton.json",
        "01-first-cards.txt",
        "01-first-zoom.csv",
        "02-second-bigbluebutton.json",
        "02-second-cards.txt",
        "02-second-zoom.csv",
        "who-met-whom.csv",
    ]
    assert seated(people, "--met", out / "who-met-whom.csv").exit_code == 0


@pytest.mark.parametrize(
    "rest, code, sentence",
    [
        (["--tables", "2x3"], 1, "First has 12 people in the room and 6 seats"),
        (["--tables", "many"], 2, "Write how many, an x"),
        (["--tables", "0x3"], 1, "12 people in the room and 0 seats"),
        (["--home", "Third"], 2, "“Third” is not one of the sessions"),
        (["--together", "p1", "zoe"], 1, "zoe"),
        (["--spread", "height"], 1, "Nobody has the attribute “height”"),
    ],
)
def test_seat_refuses_with_one_sentence(people, rest, code, sentence):
    result = seated(people, *rest)

    assert result.exit_code == code
    assert sentence in result.stderr and "Traceback" not in result.output


def test_seat_names_the_row_that_does_not_say_who_comes(people):
    people.write_text("person,First\nada,perhaps\nmo,yes\n", encoding="utf-8")

    assert "Row 2, column “First”: “perhaps” does not say whether ada comes" in seated(people).stderr


def test_repair_moves_one_team_under_the_names_of_the_file(teams):
    result = run("repair", teams, "--gone", "t0")

    assert result.exit_code == 0, result.output
    assert "Without t0: moves 1 team, average score" in result.stdout
    assert "from West to East" in result.stdout


def test_repair_as_json(teams):
    found = json.loads(run("repair", teams, "--gone", "t3", "--json").stdout)

    assert found["moved"] == [] and found["gone"] == ["t3"]
    assert [group["label"] for group in found["groups"]] == ["East", "West"]


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("team,group\na,\n", "Row 2: a has no group"),
        ("team\na\n", "no column called “group”"),
        ("team,group,analyst\na,East,two\nb,East,1\n", "Row 2, column “analyst”: “two” is not a number"),
        ("team,group,facilitator\na,East,Dr A\nb,West,\n", "The group “West” has no facilitator"),
        ("team,group\na,East\nb,East\nc,East\n", "There is no team “t0”. The teams are a, b and c"),
        ("team,group\na,East\na,East\n", "Row 3 is about “a”, as row 2 is"),
    ],
)
def test_repair_refuses_with_one_sentence(teams, text, sentence):
    teams.write_text(text, encoding="utf-8")
    result = run("repair", teams, "--gone", "t0")

    assert result.exit_code == 1 and sentence in result.stderr


SESSIONS = "session,date,tables,rooms,way\nFirst,2026-01-12,2x4; 1x6,,\nSecond,2026-02-09,3x4,1x4,home group\n"


def test_a_file_of_sessions_gives_each_its_own_tables_rooms_and_date(people, tmp_path):
    plan = tmp_path / "sessions.csv"
    plan.write_text(SESSIONS, encoding="utf-8")
    out = tmp_path / "out"
    result = run("seat", people, "--sessions", plan, "--json", "--out", out)

    assert result.exit_code == 0, result.output
    first, second = json.loads(result.stdout)["sessions"]
    assert [table["name"] for table in first["tables"]] == ["Table 1", "Table 2", "Table 3"]
    assert [table["name"] for table in second["tables"]] == ["Table 1", "Table 2", "Table 3", "Room 1"]
    assert "2026-02-09" in (out / "who-met-whom.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text, sentence",
    [
        (SESSIONS.replace("2026-01-12", "12 January"), "Row 2, column “date”: “12 January” is not a date"),
        (SESSIONS.replace("3x4", "three"), "Row 3: “three” does not say which tables"),
        (SESSIONS.replace("home group", "anyhow"), "Row 3, column “way”: “anyhow” is not a way to sit"),
        ("session\nFirst\n", "no column called “tables”"),
    ],
)
def test_a_bad_file_of_sessions_gets_a_sentence_that_names_the_row(people, tmp_path, text, sentence):
    plan = tmp_path / "sessions.csv"
    plan.write_text(text, encoding="utf-8")

    result = run("seat", people, "--sessions", plan)

    assert result.exit_code == 1 and sentence in result.stderr


def test_sessions_come_from_one_place_only(people, tmp_path):
    plan = tmp_path / "sessions.csv"
    plan.write_text(SESSIONS, encoding="utf-8")

    assert "leave out --session" in run("seat", people, "--sessions", plan, "--tables", "3x4").stderr
    assert "Name the sessions" in run("seat", people).stderr
