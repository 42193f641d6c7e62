"""`evenground qda pseudonymise`: listed first, written on --confirm, and searched again."""

import csv
import json
import stat

import pytest
from click.testing import CliRunner
from tests.analysis.text.exports.material import study

from evenground.analysis.text.pseudonyms import read_key, reidentify
from evenground.analysis.text.refi import read_qdpx, write_qdpx
from evenground.site.command_line import main

SECRET = "correct horse battery staple"
ONE = "Ada: I am Ada Quill. We waited at Northbank Hospital; Dr Whittle rang. In May it rained.\nFay: Quills house, Ada?\n"
TWO = "Fay: Ada Quill was born on 3 May 1931, NHS number 943 476 5919. Café 🙂.\n"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "ada-quill.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "talks" / "two.txt").write_text(TWO, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(
        "name,kind,also,called\nAda Quill,person,,\nNorthbank Hospital,organisation,,Trust\nMay Green,person,,\n"
    )
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    return tmp_path


def ran(place, *more, source="talks", typed=None):
    asked = ["qda", "pseudonymise", place / source, "--roster", place / "roster.csv", "--out", place / "safe"]
    return CliRunner().invoke(main, [str(one) for one in (*asked, "--key", place / "study.key", *more)], input=typed)


def written(place, *more, **asked):
    return ran(place, "--passphrase-file", place / "secret", "--confirm", *more, **asked)


def decide(place, *rows):
    with (place / "decide.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["text", "do", "as"], *rows])
    return "--decide", place / "decide.csv"


def texts(place) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((place / "safe").iterdir()))


def test_without_confirm_suggestions_are_listed_and_nothing_is_written(place):
    before = sorted(place.rglob("*"))
    done = ran(place)

    assert done.exit_code == 0, done.output
    assert "Ada Quill → replace: P1" in done.stdout and "[Ada Quill]. We waited" in done.stdout
    assert "May → left alone, please decide" in done.stdout
    assert "Quill" not in done.stderr and "Nothing was written" in done.stderr
    assert sorted(place.rglob("*")) == before


def test_what_is_written_names_nobody_and_the_key_leads_back(place):
    done = written(place)
    names = sorted(path.name for path in (place / "safe").iterdir())
    key = read_key(place / "study.key", passphrase=SECRET)

    assert done.exit_code == 0, done.output
    assert names == ["P1.txt", "two.txt"]
    assert not any(name in texts(place) + done.output for name in ("Quill", "Northbank", "Whittle", "943 476", "1931"))
    assert "Trust1" in texts(place) and "Café 🙂" in texts(place) and "In May it rained" in texts(place)
    safe = (place / "safe" / "P1.txt").read_text(encoding="utf-8")
    assert reidentify(safe, key, document="P1.txt") == ONE.rstrip("\n")
    assert stat.S_IMODE((place / "study.key").stat().st_mode) == 0o600


def test_a_file_that_cannot_be_read_is_said_without_its_name(place):
    (place / "talks" / "ada.docx").write_bytes(b"no document")
    done = ran(place)

    assert done.exit_code == 0 and "1 things were left out" in done.stderr and "ada.docx" not in done.stderr


def test_decisions_steer(place):
    chosen = decide(place, ["Quills", "keep", ""], ["May", "replace", ""], ["Ada", "replace", "Speaker7"],
                    ["northbank hospital", "keep", ""], ["Nobody Here", "redact", ""])  # fmt: skip
    done = written(place, *chosen)

    assert done.exit_code == 0, done.output
    assert "Speaker7: I am Speaker7. We waited at Northbank Hospital" in texts(place)
    assert "Quills house" in texts(place) and "In May" not in texts(place)
    assert "row 6 of the decisions" in done.stderr and "Nobody" not in done.stderr


def test_the_list_can_be_given_back_as_it_is(place):
    ran(place, "--list", place / "list.csv")
    assert stat.S_IMODE((place / "list.csv").stat().st_mode) == 0o600
    written(place)
    first = texts(place)
    (place / "study.key").unlink()
    done = written(place, "--decide", place / "list.csv")

    assert done.exit_code == 0, done.output
    assert texts(place) == first


def test_later_documents_get_the_placeholders_of_the_key(place):
    written(place)
    (place / "late.txt").write_text("Kim: Dr Whittle and Ada Quill know.\n", encoding="utf-8")
    done = written(place, source="late.txt")
    key = read_key(place / "study.key", passphrase=SECRET)

    assert done.exit_code == 0, done.output
    late, early = ((place / "safe" / name).read_text(encoding="utf-8") for name in ("late.txt", "P1.txt"))
    whittle = next(one.placeholder for one in key.decisions if one.name == "Whittle")
    assert late == f"Kim: Dr {whittle} and P1 know." and f"Dr {whittle} rang" in early
    assert reidentify(early, key, document="P1.txt") == ONE.rstrip("\n")


def test_a_document_written_again_is_known_as_it_is_now(place):
    written(place)
    longer = f"Kim: More of it. {ONE}"
    (place / "talks" / "ada-quill.txt").write_text(longer, encoding="utf-8")
    written(place)
    key = read_key(place / "study.key", passphrase=SECRET)

    assert reidentify((place / "safe" / "P1.txt").read_text("utf-8"), key, document="P1.txt") == longer.rstrip("\n")


def test_a_name_that_was_left_in_is_a_leak_and_exit_code_1(place):
    done = written(
        place, "--at-least", "high", *decide(place, ["Northbank Hospital", "redact", "[a place by May Green]"])
    )

    assert done.exit_code == 1
    assert "May Green" not in done.stderr and "Traceback" not in done.output


def test_a_roster_name_below_the_asked_certainty_is_found_again(place):
    (place / "talks" / "two.txt").write_text("Fay: It was Green who said so.\n", encoding="utf-8")
    done = written(place, "--at-least", "high")

    assert done.exit_code == 1 and "NOT SAFE" in done.stderr
    assert "█" in done.stdout and "It was Green" not in done.stdout


def test_a_study_keeps_its_codings_on_their_words(place):
    made = study()
    write_qdpx(made, place / "study.qdpx", users="names", names="kept")
    (place / "roster.csv").write_text("name,kind\nKirkby,place\nAnn Quist,person\n")
    done = written(place, source="study.qdpx")
    safe = read_qdpx(place / "safe" / "study.qdpx").study
    talk = next(source for source in safe.sources if source.name == "Group 1")
    words = {one.place.of(talk.text) for one in safe.selections if one.source == talk.id}

    assert done.exit_code == 0, done.output
    assert "waited all night" in words and len(safe.codings) == len(made.codings)
    assert [user.name for user in safe.users] == ["Coder 1", "Coder 2"] and safe.cases[0].name == "place1"


@pytest.mark.parametrize(
    "more, says",
    [
        (["--key", "safe/study.key"], "--key must not lie in the folder that is shared"),
        (["--list", "safe/list.csv"], "--list must not lie in the folder that is shared"),
        (["--out", "talks"], "could be written over"),
        (["--out", "."], "could be written over"),
        (["--passphrase-file", "short", "--confirm"], "passphrase is too short"),
        (["--decide", "roster.csv"], "needs the columns text and do"),
        (["--decide", "odd.csv"], "Row 2 of “odd.csv”: do can be replace"),
        (["--roster", "odd.csv"], "has no column called “name”"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_nothing_is_written(place, more, says):
    (place / "short").write_text("short")
    (place / "odd.csv").write_text("text,do\nAda,shred\n")
    done = ran(place, *(place / one if one.endswith((".csv", ".key", "short", "talks", ".")) else one for one in more))

    assert done.exit_code == 1 and says in done.stderr and "Traceback" not in done.output
    assert not (place / "safe").exists()


def test_a_wrong_passphrase_stops_before_anything_is_written(place):
    written(place)
    before = texts(place)
    (place / "secret").write_text("another twelve letters")
    done = written(place)

    assert (done.exit_code, texts(place)) == (1, before) and "does not open" in done.stderr


def test_the_passphrase_is_asked_for_without_showing_it(place):
    done = ran(place, "--confirm", "--json", typed=f"{SECRET}\n{SECRET}\n")

    assert done.exit_code == 0, done.output
    assert SECRET not in done.output
    assert json.loads(done.stdout)["leaks"] == []
    assert read_key(place / "study.key", passphrase=SECRET).decisions


def test_the_same_input_gives_the_same_texts(place):
    written(place)
    first = texts(place)
    (place / "study.key").unlink()
    written(place)

    assert texts(place) == first


def edited(place, changes, *, encoding="utf-8", separator=","):
    """The list as somebody saves it from a spreadsheet, with some lines decided otherwise."""
    ran(place, "--list", place / "found.csv")
    with (place / "found.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows = [row | changes.get(row["text"], {}) for row in rows]
    with (place / "decide.csv").open("w", newline="", encoding=encoding, errors="replace") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=separator, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return "--decide", place / "decide.csv"


def test_a_name_decided_on_late_does_not_take_the_placeholder_of_another(place):
    """“May” stands before “Ada” in the roster's numbering once it counts; the list gave Ada P1 already."""
    (place / "talks" / "a-first.txt").write_text("May came in. Then Ada Quill came.\n", encoding="utf-8")

    done = written(place, *edited(place, {"May": {"do": "replace"}}))

    assert done.exit_code == 0, done.output
    assert "Then P1 came" in texts(place) and "May came" not in texts(place)


@pytest.mark.parametrize("encoding, separator", [("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t")])
def test_decisions_are_read_however_a_spreadsheet_saved_them(place, encoding, separator):
    done = written(
        place, *edited(place, {"Northbank Hospital": {"as": "Café1"}}, encoding=encoding, separator=separator)
    )

    assert done.exit_code == 0, done.output
    assert "Café1" in texts(place)


@pytest.mark.parametrize("option", ["--list", "--decide"])
def test_a_file_of_names_among_the_transcripts_is_refused(place, option):
    (place / "talks" / "found.csv").write_text("text,do\nAda,keep\n", encoding="utf-8")

    done = ran(place, option, place / "talks" / "found.csv")

    assert done.exit_code == 1
    assert f"The file of {option} lies in the folder of transcripts and would be taken for one" in done.stderr


def test_initials_are_looked_for_when_asked(place):
    (place / "talks" / "three.txt").write_text("AQ: Fine.\nFay: And you?\nAQ: Fine.\n", encoding="utf-8")

    written(place)
    assert "AQ" in texts(place)
    written(place, "--initials", "--at-least", "low")
    assert "AQ" not in texts(place)


def test_what_was_left_and_what_was_not_looked_at_is_said(place):
    (place / "safe").mkdir()
    (place / "safe" / "old.txt").write_text("Ada Quill", encoding="utf-8")

    done = written(place)

    assert "Uncertain places left as they are: " in done.stderr
    assert "before and were not looked at: 1." in done.stderr


def test_the_id_of_a_transcript_says_nothing_of_its_words(place):
    """An id made from the words would let anybody try names against a text without them."""
    ids = []
    for name in ("one", "two"):
        CliRunner().invoke(main, ["qda", "convert", str(place / "talks"), str(place / f"{name}.qdpx")])
        ids.append({source.id for source in read_qdpx(place / f"{name}.qdpx").study.sources})

    assert not ids[0] & ids[1]
