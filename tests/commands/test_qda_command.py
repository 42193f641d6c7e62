"""`evenground qda`: what it prints, what it writes, and its exit codes."""

import csv
import json
import zipfile

import docx
import pytest
from click.testing import CliRunner
from tests.analysis.text.exports.material import study
from tests.analysis.text.taguette.projects import Project

from evenground.analysis.text.refi import read_qdpx, write_qdc, write_qdpx
from evenground.site.command_line import main

TALK = "Facilitator: How was the night?\nMaria: We waited and nobody came. Dr Whittle rang Ada Quill.\n"


def ran(*asked, typed=None):
    return CliRunner().invoke(main, ["qda", *map(str, asked)], input=typed)


@pytest.fixture
def coded(tmp_path):
    path = tmp_path / "study.qdpx"
    write_qdpx(study(), path)
    return path


@pytest.fixture
def interviews(tmp_path):
    folder = tmp_path / "interviews"
    folder.mkdir()
    (folder / "one.txt").write_text(TALK, encoding="utf-8")
    (folder / "two.txt").write_text(TALK.replace("night", "café 🙂 evening"), encoding="utf-8")
    return folder


def test_a_folder_of_transcripts_becomes_a_study_and_says_what_could_not_be_read(interviews, tmp_path):
    (interviews / "scan.pdf").write_bytes(b"%PDF-1.4 nothing in it")
    done = ran("convert", interviews, tmp_path / "s.qdpx")
    made = read_qdpx(tmp_path / "s.qdpx").study

    assert done.exit_code == 0, done.output
    assert made.sources[0].text == TALK.rstrip("\n")
    assert len(made.sources) == 2
    assert "scan.pdf" in done.stdout and "scan.pdf" not in done.stderr


def test_taguette_goes_to_refi_and_to_word(tmp_path):
    project = Project(tmp_path / "t.sqlite3")
    project.document(1, "<p>We waited &amp; waited 🙂 again.</p>")
    project.tag(1, "care.waiting")
    project.mark(1, 1, "<p>We waited &amp; waited 🙂 again.</p>", "waited 🙂", 1)
    to_refi = ran("convert", project.path, tmp_path / "t.qdpx", "--json")
    ran("convert", tmp_path / "t.qdpx", tmp_path / "t.docx")

    assert json.loads(to_refi.stdout)["written"]["counts"]["codings"] == 1
    assert "waited 🙂" in [each.text for each in docx.Document(tmp_path / "t.docx").paragraphs]


def test_quotations_and_codebook_come_out_as_asked(coded, tmp_path):
    assert ran("convert", coded, tmp_path / "q.csv").exit_code == 0
    assert ran("convert", coded, tmp_path / "b.csv", "--what", "codebook").exit_code == 0
    with (tmp_path / "q.csv").open(encoding="utf-8-sig", newline="") as file:
        quotations = list(csv.DictReader(file))

    assert len(quotations) == 7 and {row["Coder"] for row in quotations} == {"Coder 1", "Coder 2", ""}
    assert "Getting in." in (tmp_path / "b.csv").read_text(encoding="utf-8-sig")


def test_what_cannot_be_written_is_refused_before_reading(coded, interviews, tmp_path):
    for asked, says in (
        ((coded, tmp_path / "q.pdf"), "does not say what to write"),
        ((interviews, tmp_path / "q.csv"), "There are no codings to write"),
        ((interviews, tmp_path / "q.qdc"), "has no codes"),
        ((interviews, tmp_path / "q.csv", "--what", "codebook"), "There are no codes to write"),
        ((coded, tmp_path / "gone" / "q.csv"), "There is no folder"),
    ):
        done = ran("convert", *asked)
        assert (done.exit_code, "Traceback" in done.output) == (1, False)
        assert says in done.stderr


def test_people_are_never_named_on_stderr(tmp_path):
    write_qdpx(study(), tmp_path / "named.qdpx", users="names")
    for asked in (("convert", tmp_path / "named.qdpx", tmp_path / "x.md"), ("report", tmp_path / "named.qdpx"),
                  ("check", tmp_path / "named.qdpx"), ("diff", tmp_path / "named.qdpx", tmp_path / "named.qdpx")):  # fmt: skip
        assert "Quist" not in ran(*asked).stderr
    assert "Ann Quist" not in (tmp_path / "x.md").read_text(encoding="utf-8")


def test_a_valid_file_and_a_broken_one(coded, tmp_path):
    broken = tmp_path / "broken.qdpx"
    with zipfile.ZipFile(coded) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'isCodable="true"', b'isCodable="perhaps"'))
    bad = ran("check", broken, "--json")

    assert ran("check", coded).exit_code == 0
    assert (bad.exit_code, json.loads(bad.stdout)["valid"]) == (1, False)
    assert "perhaps" in bad.stdout and "NOT VALID" in bad.stderr


def test_a_codebook_is_checked_and_reported(tmp_path):
    write_qdc(study(), tmp_path / "book.qdc")

    assert ran("check", tmp_path / "book.qdc").exit_code == 0
    assert "Access > Waiting | queueing" in ran("report", tmp_path / "book.qdc").stdout


def test_a_file_that_is_no_study_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "no.qdpx").write_bytes(b"no archive")
    done = ran("report", tmp_path / "no.qdpx")

    assert done.exit_code == 1 and done.stderr.strip() and "Traceback" not in done.output
    assert ran("report", tmp_path / "absent.qdpx").exit_code == 2


def test_a_report_counts_codes_and_sources(coded):
    done = ran("report", coded)
    result = json.loads(ran("report", coded, "--json").stdout)

    assert done.exit_code == 0
    assert {"code": "Access > Waiting | queueing", "codings": 3, "sources": 2} in result["codes"]
    assert result["counts"]["codings"] == 7
    assert "does not say how much it matters" in done.stderr


def test_words_are_found_with_their_place(interviews):
    result = json.loads(ran("search", interviews, "CAFE", "--json").stdout)
    (hit,) = result["hits"]
    text = (interviews / "two.txt").read_text(encoding="utf-8")

    assert (hit["source"], text[hit["from"] : hit["to"]]) == ("two.txt", "café")
    shown = ran("search", interviews / "one.txt", interviews / "two.txt", '"nobody came"', "--most", 1)
    assert "[nobody came]" in shown.stdout and "2 found; the first 1 are listed." in shown.stderr


def test_nothing_found_is_exit_code_3(interviews):
    done = ran("search", interviews, "helicopter")

    assert (done.exit_code, done.stdout) == (3, "") and "Nothing was found" in done.stderr
    assert ran("search", interviews, "(").exit_code == 1


def test_differences_between_two_copies(coded, tmp_path):
    from dataclasses import replace

    later = tmp_path / "later.qdpx"
    old = read_qdpx(coded).study
    write_qdpx(
        replace(old, codes=(replace(old.codes[0], name="Reach"), *old.codes[1:]), codings=old.codings[1:]), later
    )
    done, same = ran("diff", coded, later), ran("diff", coded, coded)

    assert done.exit_code == 0
    assert "Codes: 1 changed\n  ~ Reach: name" in done.stdout and "Codings: 1 removed" in done.stdout
    assert json.loads(ran("diff", coded, later, "--json").stdout)["codings"]["removed"][0]["id"]
    assert (same.exit_code, same.stdout) == (3, "") and "the same" in same.stderr


def test_the_same_study_gives_the_same_bytes(coded, tmp_path):
    for source, ending in ((coded, ".qdpx"), (coded, ".docx"), (coded, ".xlsx"), (coded, ".md")):
        for name in ("one", "two"):
            ran("convert", source, tmp_path / f"{name}{ending}")
        assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()
