"""Every command as a person at a terminal meets it: what it prints, what it leaves behind, its exit code."""

import csv
import json
import os
import socket
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from time import monotonic
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from evenground.site.command_line import main
from evenground.site.commands.restoring import unpacked
from evenground.site.commands.terminal import Refused
from evenground.site.demonstration import write_sample_data, write_sample_registrations, write_sample_similar

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from evenground.site.command_line import main; main(prog_name='evenground')"]


def environment(home: Path, **more: str) -> dict[str, str]:
    """A process's surroundings with a home of its own, on SQLite."""
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "EVENGROUND_HOME": str(home)} | more


def evenground(home: Path, *arguments: object, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=environment(home, **more),
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def said(*arguments: object):
    """Run the command in this process, against the test database."""
    return CliRunner().invoke(main, [*map(str, arguments)])


def assert_one_sentence(done, *parts: str) -> None:
    """Exit code 1, a sentence on stderr, no traceback."""
    code = done.exit_code if hasattr(done, "exit_code") else done.returncode
    assert code == 1, done.stderr
    assert "Traceback" not in done.stderr
    for part in parts:
        assert part in done.stderr


# -- help and exit codes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(main.commands))
def test_each_command_shows_an_example(name):
    done = said(name, "--help")

    assert done.exit_code == 0
    assert f"evenground {name}" in done.stdout.partition("Example:")[2]


def test_the_commands_are_those_promised():
    assert list(main.commands) == [
        "demo", "serve", "new", "import-registrations", "form-cigs", "groups", "network", "qda", "analyse", "attack", "report", "backup", "restore", "check",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["import-registrations", "form-cigs", "analyse", "attack", "report", "backup", "restore", "check"]
)
def test_each_command_that_computes_can_answer_in_json(name):
    assert "--json" in said(name, "--help").stdout


def test_help_says_what_exit_codes_mean():
    assert "Exit codes:" in said("--help").stdout


def test_a_wrong_command_is_wrong_usage():
    assert said("evaluate").exit_code == 2
    assert said("demo", "--port", "99999").exit_code == 2


def test_nothing_heavy_loads_for_help():
    heavy = ("django", "numpy", "ibis", "altair", "rich", "uvicorn", "openpyxl")
    code = f"import sys, evenground.site.command_line; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(Path("unused")),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


# -- analyse ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def figures(tmp_path_factory) -> Path:
    return write_sample_data(tmp_path_factory.mktemp("figures") / "admissions.csv")


def test_analyse_prints_the_released_table_and_the_finding(figures):
    done = said("analyse", figures, "--area", "Z10", "--period", "2024/25", "--unit", "emergency admissions")

    assert done.exit_code == 0
    assert "Emergency admissions by deprivation, Z10, 2024/25" in done.stdout
    assert "Most deprived" in done.stdout
    assert "In Z10, people in the most deprived fifth of neighbourhoods had about" in done.stdout
    assert "1 to 7 are hidden" in done.stdout


def test_analyse_gives_the_release_as_json(figures, tmp_path):
    similar = write_sample_similar(tmp_path / "similar.csv")
    done = said("analyse", figures, "--area", "Z10", "--similar", similar, "--json")

    released = json.loads(done.stdout)["released"]
    assert released["provenance"]["area_name"] == "Tidehaven"
    assert len(released["rows"]) == 5
    assert len(released["digest"]) == 64


def test_analyse_writes_the_same_csv_and_charts_each_time(figures, tmp_path):
    for folder in ("one", "two"):
        said("analyse", figures, "--area", "Z10", "--out", tmp_path / folder)
    one, two = (sorted((tmp_path / folder).iterdir()) for folder in ("one", "two"))

    assert [path.name for path in one] == [
        "admissions-Z10-chart-1.svg", "admissions-Z10-chart-2.svg", "admissions-Z10.csv",
    ]  # fmt: skip
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    with one[-1].open(newline="", encoding="utf-8-sig") as file:
        assert next(csv.reader(file))[0] == "Group"


def test_analyse_refuses_in_a_sentence(figures, tmp_path):
    assert_one_sentence(said("analyse", figures, "--area", "Y10"), "No row of the file belongs to area “Y10”", "Z10")
    assert_one_sentence(said("analyse", figures, "--area", "Z10", "--outcome", "deaths"), "no column called “deaths”")
    assert_one_sentence(said("analyse", figures, "--area", "Z10", "--profile", "none"), "no rule for small numbers")
    assert_one_sentence(said("analyse", figures, "--area", "Z10", "--profile", "internal"), "Say in a sentence why")

    empty = tmp_path / "empty.csv"
    empty.touch()
    assert_one_sentence(said("analyse", empty, "--area", "Z10"), "empty.csv")

    people = write_sample_registrations(tmp_path / "people.csv")
    assert_one_sentence(said("analyse", people, "--area", "Z10"), "Say which column holds what", "--outcome")


def test_analyse_needs_no_django(figures, tmp_path):
    arguments = ["analyse", str(figures), "--area", "Z10", "--json"]
    code = (
        "import sys; from evenground.site.command_line import main;"
        f"main({arguments}, standalone_mode=False); sys.exit('django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path / "home"), capture_output=True, check=False
    )

    assert done.returncode == 0
    assert not (tmp_path / "home").exists()


def test_analyse_the_published_figures(real):
    file, similar = real("emergency_admissions_lsoa_2015_16.csv.gz"), real("ccg_similar_areas.csv")
    done = said("analyse", file, "--area", "99A", "--similar", similar, "--json")

    figures = {figure["key"]: figure["cell"]["text"] for figure in json.loads(done.stdout)["released"]["figures"]}
    assert figures["gradient.absolute"] == "1,523"
    assert figures["gradient.national.absolute"] == "928"


# -- registrations, groups, reports: against the test database ----------------------------------------------------


@pytest.fixture
def registrations(tmp_path) -> Path:
    return write_sample_registrations(tmp_path / "people.xlsx")


def test_import_shows_the_plan_and_writes_nothing(scene, registrations):
    done = said("import-registrations", registrations, "--cohort", scene.cohort.pk)

    assert done.exit_code == 0
    assert "has no team" in done.stdout
    assert "Nothing has been written" in done.stderr
    assert scene.cohort.teams.count() == 2
    assert not scene.cohort.registration_files.exists()


def test_import_writes_once_confirmed_and_the_second_time_changes_nothing(scene, registrations):
    command = ("import-registrations", registrations, "--cohort", scene.cohort.pk, "--confirm", "--json")
    done = said(*command)

    plan = json.loads(done.stdout)
    assert (plan["written"], len(plan["teams"]["new"])) == (True, 14)
    assert {problem["row"] for problem in plan["problems"]} >= {8, 12, 15, 17, 24, 61}
    assert scene.cohort.teams.count() == 16

    again = said(*command)
    assert again.exit_code == 3
    assert not json.loads(again.stdout)["written"]
    assert scene.cohort.registration_files.count() == 1


def test_import_takes_corrected_columns(scene, tmp_path):
    file = tmp_path / "odd.csv"
    file.write_text("Who,Where,Group\nAda Okoro,Northbank NHS Trust,New Team\n")
    command = ("import-registrations", file, "--cohort", scene.cohort.pk)

    assert_one_sentence(said(*command), "Say which column holds people’s names")
    done = said(*command, "--column", "name=Who", "--column", "team=Group", "--json")
    assert json.loads(done.stdout)["people"]["new"] == ["Ada Okoro"]
    assert_one_sentence(said(*command, "--column", "name=Wo"), "no column called “Wo”", "Who, Where, Group")
    assert_one_sentence(said(*command, "--column", "hat=Who"), "“hat” is not something a column can hold")


def test_rules_hold_on_the_command_line_too(scene, cast, registrations):
    command = ("import-registrations", registrations, "--cohort", scene.cohort.pk, "--as")

    assert_one_sentence(said(*command, cast.member.email), "Only a lead of Cohort 1")
    assert_one_sentence(said(*command, "nobody@example.org"), "Nobody signs in with the address nobody@example.org")
    assert_one_sentence(said("import-registrations", registrations, "--cohort", 9999), "There is no cohort 9999")


@pytest.fixture
def four_teams(scene, cast):
    from evenground.programme.cohorts.actions import appoint
    from evenground.programme.cohorts.enums import Appointed
    from evenground.programme.people.actions import add_person
    from evenground.programme.teams.actions import add_team, join
    from evenground.programme.teams.enums import TeamRole

    made = [
        add_team(cohort=scene.cohort, name=name, project=name, condition=condition, by=cast.lead)
        for name, condition in (("Sugar", "Diabetes"), ("Sweet", "Diabetes"))
    ]
    second = add_person(name="Fred Facilitator", email="fred@example.org", by=None)
    appoint(person=second, programme=scene.programme, cohort=scene.cohort, role=Appointed.FACILITATOR, by=cast.lead)
    for number, team in enumerate([scene.other_team, *made]):
        adviser = add_person(name=f"Adviser {number}", email=f"adviser{number}@example.org", by=None)
        join(team=team, person=adviser, role=TeamRole.PUBLIC_ADVISER, by=cast.lead)
    return scene.cohort


def test_form_cigs_proposes_and_then_confirms(four_teams):
    command = ("form-cigs", "--cohort", four_teams.pk, "--groups", 2, "--smallest", 2, "--largest", 2)
    proposed = said(*command)

    assert proposed.exit_code == 0, proposed.stderr
    assert "A proposal only" in proposed.stderr
    assert not four_teams.cigs.exists()

    confirmed = json.loads(said(*command, "--confirm", "--json").stdout)
    assert confirmed["confirmed"]
    assert {tuple(sorted(team["name"] for team in group["teams"])) for group in confirmed["groups"]} == {
        ("Community Care", "Memory Matters"),
        ("Sugar", "Sweet"),
    }
    assert four_teams.cigs.count() == 2
    assert_one_sentence(said(*command), "are confirmed")


def test_report_writes_the_draft_as_pdf_and_word(scene, tmp_path):
    done = said("report", "--team", scene.team.pk, "--out", tmp_path / "new" / "folder", "--json")

    written = json.loads(done.stdout)
    assert written["state"] == "draft, not signed"
    pdf, word = map(Path, written["files"])
    assert pdf.read_bytes().startswith(b"%PDF")
    assert "word/document.xml" in zipfile.ZipFile(word).namelist()
    assert_one_sentence(said("report", "--team", 9999), "There is no team 9999", "Community Care")


# -- a home of its own: new, check, backup, restore ---------------------------------------------------------------


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A real, empty programme, made by the command itself."""
    home = tmp_path_factory.mktemp("home")
    made = evenground(
        home, "new", "--programme", "Fair Start", "--lead-name", "Ada Okoro", "--lead-email", "Ada@example.org",
        "--password-from-stdin", typed="seven wet herons\n",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    uploaded = home / "files" / "datasets" / "1" / "0123"
    uploaded.parent.mkdir(parents=True)
    uploaded.write_text("area,events\n")
    return home


@pytest.fixture(scope="module")
def kept(home, tmp_path_factory) -> Path:
    """A backup of it."""
    file = tmp_path_factory.mktemp("backups") / "kept.zip"
    done = evenground(home, "backup", file)
    assert done.returncode == 0, done.stderr
    return file


def people_in(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "evenground.sqlite3")) as database:
        return [email for (email,) in database.execute("SELECT email FROM people_person ORDER BY id")]


def test_new_makes_a_programme_with_its_lead(home):
    assert people_in(home) == ["ada@example.org"]
    with closing(sqlite3.connect(home / "evenground.sqlite3")) as database:
        assert database.execute("SELECT name FROM cohorts_programme").fetchall() == [("Fair Start",)]
        (password,) = database.execute("SELECT password FROM people_person").fetchone()
    assert "herons" not in password


def test_new_refuses_in_a_sentence(home):
    lead = ("--lead-name", "Ada Okoro", "--lead-email")

    again = evenground(home, "new", "--programme", "fair start", *lead, "ada@example.org")
    assert_one_sentence(again, "There is a programme called “fair start”")
    assert_one_sentence(evenground(home, "new", "--programme", "Two", *lead, "ada"), "valid email address")
    weak = evenground(
        home, "new", "--programme", "Two", *lead, "b@example.org", "--password-from-stdin", typed="secret\n"
    )
    assert_one_sentence(weak, "too short")
    assert people_in(home) == ["ada@example.org"]


def test_check_says_how_the_installation_is(home, tmp_path):
    well = json.loads(evenground(home, "check", "--json").stdout)

    assert {name for name, finding in well.items() if not finding["well"]} <= {"built_files"}
    empty = evenground(tmp_path / "empty", "check")
    assert empty.returncode == 1
    assert "NO  The database misses" in empty.stdout


def test_a_home_without_a_programme_is_said(tmp_path):
    for command in (["backup", tmp_path / "b.zip"], ["serve", "--port", free_port()]):
        assert_one_sentence(evenground(tmp_path / "empty", *command), "There is no programme in", "evenground new")


def test_a_backup_goes_back_as_it_was(home, kept, tmp_path):
    done = evenground(tmp_path / "other", "restore", kept)

    assert done.returncode == 0, done.stderr
    assert people_in(tmp_path / "other") == people_in(home)
    assert (tmp_path / "other" / "files" / "datasets" / "1" / "0123").read_text() == "area,events\n"


def test_a_backup_holds_the_secret_key_only_when_asked(home, kept, tmp_path):
    assert "secret_key" not in zipfile.ZipFile(kept).namelist()
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0

    evenground(home, "backup", tmp_path / "with.zip", "--with-secret")
    evenground(tmp_path / "other", "restore", tmp_path / "with.zip")
    assert (tmp_path / "other" / "secret_key").read_text() == (home / "secret_key").read_text()


def test_a_backup_never_replaces_another(home, kept):
    assert_one_sentence(evenground(home, "backup", kept), "is there already")


def test_restore_leaves_a_full_home_alone_and_sets_it_aside_when_told(home, kept, tmp_path):
    other = tmp_path / "other"
    evenground(other, "new", "--programme", "Other", "--lead-name", "Bo", "--lead-email", "bo@example.org")

    assert_one_sentence(evenground(other, "restore", kept), "holds a programme already", "--replace")
    assert people_in(other) == ["bo@example.org"]

    done = evenground(other, "restore", kept, "--replace", "--json")
    assert people_in(other) == ["ada@example.org"]
    assert people_in(Path(json.loads(done.stdout)["set_aside"])) == ["bo@example.org"]


def rewritten(kept: Path, file: Path, *, manifest=None, **contents: bytes) -> Path:
    """A backup with its manifest, or some of its files, changed."""
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(file, "w") as new:
        held = {name: old.read(name) for name in old.namelist()} | contents
        if manifest:
            held["manifest.json"] = json.dumps(manifest(json.loads(held["manifest.json"]))).encode()
        for name, content in held.items():
            new.writestr(name, content)
    return file


def listing(name: str):
    def changed(manifest):
        return manifest | {"sha256": manifest["sha256"] | {name: "0" * 64}}

    return changed


def test_restore_refuses_a_damaged_file_in_a_sentence(kept, tmp_path):
    file = tmp_path / "bad.zip"
    file.write_bytes(kept.read_bytes()[:-200])

    assert_one_sentence(evenground(tmp_path / "other", "restore", file), "is damaged or is not a backup")
    assert not (tmp_path / "other" / "evenground.sqlite3").exists()


ESCAPES = ("../escaped", "files/../../escaped", "/escaped", "files/..\\escaped", "settings.py")


@pytest.mark.parametrize("name", ESCAPES)
def test_nothing_in_a_backup_reaches_out_of_its_folder(kept, tmp_path, name):
    file = rewritten(kept, tmp_path / "bad.zip", manifest=listing(name), **{name: b""})

    with pytest.raises(Refused, match="does not belong in a backup"):
        unpacked(file, tmp_path / "deep" / "folder")
    assert not list(tmp_path.rglob("escaped"))


@pytest.mark.parametrize(
    "manifest, contents, says",
    [
        (None, {"files/datasets/1/0123": b"changed"}, "is damaged"),
        (None, {"files/datasets/1/more": b"not in the list"}, "is damaged"),
        (lambda manifest: [], {}, "is damaged"),
        (lambda manifest: manifest | {"database": "secret_key"}, {}, "is damaged"),
        (lambda manifest: manifest | {"format": 99}, {}, "newer Evenground"),
    ],
)
def test_a_backup_that_was_changed_is_refused(kept, tmp_path, manifest, contents, says):
    file = rewritten(kept, tmp_path / "bad.zip", manifest=manifest, **contents)

    with pytest.raises(Refused, match=says):
        unpacked(file, tmp_path / "folder")


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="needs PostgreSQL: run by scripts/on_postgres.py")
def test_a_backup_of_postgresql_goes_back_as_it_was(tmp_path):
    import psycopg

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS keeping")
        server.execute("CREATE DATABASE keeping")
    more = {"DATABASE_URL": url.replace("/postgres?", "/keeping?")}
    home, one, two = tmp_path / "home", tmp_path / "one.zip", tmp_path / "two.zip"

    evenground(home, "new", "--programme", "One", "--lead-name", "Bo", "--lead-email", "bo@example.org", **more)
    evenground(home, "backup", one, **more)
    evenground(home, "new", "--programme", "Two", "--lead-name", "Di", "--lead-email", "di@example.org", **more)
    assert_one_sentence(evenground(home, "restore", one, **more), "--replace")
    assert evenground(home, "restore", one, "--replace", **more).returncode == 0
    evenground(home, "backup", two, **more)

    kept, again = (zipfile.ZipFile(file).read("database.json") for file in (one, two))
    assert json.loads(kept) == json.loads(again)
    assert_one_sentence(evenground(home, "restore", one), "was made from PostgreSQL")


# -- demo and serve -----------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_said_before_anything_is_loaded(command, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = evenground(tmp_path / "home", command, "--port", port)

    assert_one_sentence(done, f"Port {port} is in use", f"evenground {command} --port {port + 1}")
    assert not (tmp_path / "home").exists()


def test_an_address_of_another_machine_is_said(tmp_path):
    assert_one_sentence(evenground(tmp_path / "home", "demo", "--host", "192.0.2.1"), "192.0.2.1")


def answer_from(url: str, process: subprocess.Popen[str]) -> str:
    """What the page says, once the server answers."""
    until = monotonic() + 60
    while monotonic() < until and process.poll() is None:
        try:
            with urlopen(url, timeout=5) as answer:  # noqa: S310  (our own address)
                return answer.read().decode()
        except (URLError, ConnectionError):
            continue
    raise AssertionError("the server never answered")


def whole_text(word: str) -> str:
    """All the text of a Word file, headers and footers too."""
    with zipfile.ZipFile(word) as file:
        return "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))


def test_demo_loads_once_says_how_to_sign_in_and_serves(tmp_path):
    home, port = tmp_path / "home", free_port()
    first = evenground(
        tmp_path / "elsewhere", "demo", "--home", home, "--no-serve", DATABASE_URL="postgres://nowhere/x"
    )

    assert first.returncode == 0, first.stderr
    assert "Loaded in" in first.stderr
    assert "northshire is made up" in first.stdout
    assert len(people_in(home)) > 101
    assert not (home / "mail").exists()
    draft = evenground(home, "report", "--team", 10, "--out", tmp_path, "--format", "docx")
    assert "Made-up data" in whole_text(draft.stdout.strip()), draft.stderr

    with subprocess.Popen(
        [*COMMAND, "demo", "--home", str(home), "--port", str(port)],
        env=environment(tmp_path / "elsewhere"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert answer_from(f"http://127.0.0.1:{port}/health/", server) == "ok\n"
        finally:
            server.terminate()
            out, err = server.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}" in out
    assert "is in" in err and "already" in err
