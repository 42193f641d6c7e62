"""`evenground attack`: what it prints, and its exit codes."""

import json

import pytest
from click.testing import CliRunner
from tests.analysis.disclosure.made_up_tables import one_way, two_way
from tests.analysis.made_up import by_fifth

from evenground.analysis.disclosure import release
from evenground.site.command_line import main


def attacked(*arguments):
    return CliRunner().invoke(main, ["attack", *map(str, arguments)])


def written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


UNSAFE = "Fifth,Yes,No,Total\nMost,*,30,34\nLeast,20,25,45\nTotal,24,55,79\n"


def test_a_table_with_only_its_small_cells_hidden_is_found_out(tmp_path):
    done = attacked(written(tmp_path / "unsafe.csv", UNSAFE), "--rule", "threshold10")

    assert done.exit_code == 3
    assert "Most, Yes: it is 4, because the numbers add up." in done.stdout
    assert "NOT SAFE: 1 of the numbers" in done.stderr


def test_a_safe_table_says_what_each_hidden_number_could_be(tmp_path):
    done = attacked(written(tmp_path / "safe.csv", "Fifth,Count\nMost,*\nMiddle,*\nLeast,40\nAll,50\n"),
                    "--rule", "threshold10", "--total", "All")  # fmt: skip

    assert done.exit_code == 0
    assert "1 to 9" in done.stdout
    assert "Safe: each of the 2 hidden numbers keeps at least three possible values." in done.stderr


def test_the_result_as_json(tmp_path):
    done = attacked(written(tmp_path / "unsafe.csv", UNSAFE), "--rule", "threshold10", "--json")
    result = json.loads(done.stdout)

    assert (done.exit_code, result["safe"]) == (3, False)
    assert result["leaks"] == [{"number": "Most, Yes", "possible": [4], "exact": True, "because": "the numbers add up"}]
    assert result["hidden"][0] == {"number": "Most, Yes", "file": "unsafe.csv", "low": 4, "high": 4, "leak": True}


def test_a_rate_beside_a_hidden_count_gives_it_away(tmp_path):
    file = written(tmp_path / "rates.csv", 'Area,Count,People,Rate\nA,*,"8,400",47.6\nB,400,9000,4444.4\n')

    assert "A: it is 4" in attacked(file, "--population", "People", "--rate", "Rate").stdout


@pytest.mark.parametrize(
    "made",
    [
        lambda: release(by_fifth([1003, 52, 48, 33, 4])),
        lambda: release(two_way([(3, 20, 31), (25, 26, 27)], population=900), "threshold10"),
    ],
    ids=["pages", "table"],
)
def test_what_was_released_here_is_safe(tmp_path, made):
    done = attacked(written(tmp_path / "released.json", made().to_json()))

    assert done.exit_code == 0, done.output
    assert "Safe" in done.stderr


def test_an_earlier_table_of_the_same_data_is_taken_into_account(tmp_path):
    whole = release(one_way([40, 30], data="d"), "local-5")
    part = release(one_way([36, 12], data="d", within={"carer": {"yes"}}), "local-5")
    files = [written(tmp_path / f"{i}.json", one.to_json()) for i, one in enumerate((part, whole))]

    assert attacked(files[0]).exit_code == 0
    done = attacked(files[0], "--earlier", files[1])
    assert done.exit_code == 3
    assert "carer: the others, group: 0: it is 4" in done.stdout


def test_a_csv_of_a_part_is_set_beside_a_csv_of_the_whole(tmp_path):
    whole = written(tmp_path / "everybody.csv", "Fifth,Count\nMost,40\nLeast,30\nTotal,70\n")
    part = written(tmp_path / "carers.csv", "Fifth,Count\nMost,36\nLeast,12\nTotal,48\n")
    rule = ("--rule", "local-5")

    assert attacked(f"{part}@carer=yes", *rule).exit_code == 0
    for first, second in ((f"{part}@carer=yes", whole), (whole, f"{part}@carer=yes")):
        done = attacked(first, "--earlier", second, *rule)
        assert done.exit_code == 3, done.output
        assert "Fifth: Most, carer: the others: it is 4" in done.stdout


def test_two_parts_that_do_not_overlap_tell_nothing_of_each_other(tmp_path):
    parts = [
        written(tmp_path / f"{quarter}.csv", f"Fifth,Count\nMost,{40 + i}\nLeast,*\nMiddle,*\nTotal,{49 + i}\n")
        for i, quarter in enumerate(("Q1", "Q2"))
    ]
    files = [f"{path}@period={path.stem}@carer=yes,no" for path in parts]

    assert attacked(files[0], "--earlier", files[1], "--rule", "threshold10").exit_code == 0


@pytest.mark.parametrize("part", ["@carer", "@=yes", "@carer="])
def test_a_part_that_says_nothing_is_exit_code_2(tmp_path, part):
    done = attacked(f"{written(tmp_path / 'a.csv', UNSAFE)}{part}")

    assert done.exit_code == 2
    assert "Write it like @carer=yes" in done.stderr


def test_a_release_says_itself_which_part_it_counts(tmp_path):
    file = written(tmp_path / "released.json", release(one_way([36, 12], within={"carer": {"yes"}})).to_json())

    assert "Leave out what follows the @" in attacked(f"{file}@carer=yes").stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has no table"),
        ("Fifth,Count\nMost,few\n", "Row 2, column “Count”: “few” is neither a number nor the sign for hidden"),
        ("Fifth,Count\nMost,3\nMost,4\n", "“Most” stands in the table twice"),
        ('{"digest": "0", "format": 1}', "was changed after it was made"),
        ('{"a": 1}', "not a table released by Evenground"),
        ("{", "cannot be read"),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_1(tmp_path, text, says):
    done = attacked(written(tmp_path / "bad.csv", text))

    assert done.exit_code == 1, done.output
    assert says in done.stderr
    assert "Traceback" not in done.output


def test_a_wrong_option_is_exit_code_2(tmp_path):
    assert attacked(written(tmp_path / "a.csv", UNSAFE), "--interval", "guess").exit_code == 2
