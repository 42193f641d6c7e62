"""What can be asked of a coded study."""

from dataclasses import replace

import pytest
from hypothesis import given
from tests.analysis.text.study.coded import coded, marks

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.text.positions import Segment
from evenground.analysis.text.study.errors import UnknownThing
from evenground.analysis.text.study.model import Area, Case, Code, Coding, Selection, Source, Study, Value, Variable
from evenground.analysis.text.study.queries import (
    cooccurrence,
    extracts_as_rows,
    framework_matrix,
    matrix,
    retrieve,
)

TALK = "Ann: We waited all night. Nobody came.\nBob: I hoped 🙂 they would.\nAnn: It cost me a day."
NOTE = "The bus was late."
TEXTS = {"talk": TALK, "note": NOTE}


def at(words: str, text: str = TALK) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


@pytest.fixture
def study() -> Study:
    told = coded(
        TEXTS,
        [
            ("Ann", "waiting", "talk", *at("We waited all night.")),
            ("Ann", "night", "talk", *at("all night. Nobody")),
            ("Ben", "waiting", "talk", *at("We waited all night.")),
            ("Ben", "hope", "talk", *at("hoped 🙂 they")),
            ("Ann", "cost", "talk", *at("cost me a day")),
            ("Ann", "travel", "note", *at("bus was late", NOTE)),
        ],
    )
    parents = {"night": "waiting", "cost": "barriers", "travel": "barriers"}
    return replace(
        told,
        codes=(*(replace(code, parent=parents.get(code.id)) for code in told.codes), Code("barriers", "Barriers")),
        variables=(Variable("role", "Role"), Variable("age", "Age", "Integer")),
        selections=(*told.selections, Selection("bobs", "talk", Segment(*at("Bob: I hoped 🙂 they would.")))),
        cases=(
            Case("a", "Ann", values=(Value("role", "nurse"), Value("age", 40)), selections=("s0", "s1", "s2", "s4")),
            Case("b", "Bob", values=(Value("role", "adviser"), Value("age")), selections=("bobs",)),
        ),
    )


def texts(extracts) -> list[str]:
    return [extract.text for extract in extracts]


def test_an_extract_is_a_place_with_all_its_codes_and_coders(study):
    waiting = retrieve(study, any=["waiting"], below=False, context=10)[0]
    assert (waiting.text, waiting.before, waiting.after) == ("We waited all night.", "Ann: ", " Nobody…")
    assert (waiting.codes, waiting.coders, waiting.case_names) == (("waiting",), ("Ann", "Ben"), ("Ann",))
    assert waiting.attributes == {"Role": ("nurse",), "Age": ("40",)}
    assert waiting.segment.of(TALK) == waiting.text


def test_codes_under_a_code_count_as_it(study):
    assert texts(retrieve(study, any=["barriers"])) == ["cost me a day", "bus was late"]
    assert retrieve(study, any=["barriers"], below=False) == []
    assert retrieve(study, any=["cost"])[0].paths == ("Barriers > cost",)


def test_all_and_without_ask_what_stands_over_the_same_words(study):
    assert texts(retrieve(study, any=["waiting"], all=["night"], below=False)) == ["We waited all night."]
    assert texts(retrieve(study, all=["waiting", "night"], below=False)) == [
        "We waited all night.",
        "all night. Nobody",
    ]
    assert retrieve(study, any=["waiting"], without=["night"], below=False) == []
    assert texts(retrieve(study, without=["waiting"])) == ["hoped 🙂 they", "cost me a day", "bus was late"]


def test_a_case_speaks_where_a_selection_of_it_stands(study):
    assert texts(retrieve(study, where={"Role": "adviser"})) == ["hoped 🙂 they"]
    assert texts(retrieve(study, where={"Role": ["adviser", "nurse"], "Age": "40"}, any=["cost"])) == ["cost me a day"]
    assert texts(retrieve(study, cases=["b"])) == ["hoped 🙂 they"]
    assert texts(retrieve(study, coders=["Ben"], sources=["talk"])) == ["We waited all night.", "hoped 🙂 they"]


@pytest.mark.parametrize(
    ("around", "before", "after"),
    [
        ("sentence", "Ann: It ", "."),
        ("turn", "Ann: It ", "."),
        ("paragraph", "Ann: It ", "."),
        (0, "…", "…"),
    ],
)
def test_context_is_as_wide_as_asked(study, around, before, after):
    extract = retrieve(study, any=["cost"], context=around)[0]
    assert (extract.before, extract.after) == (before, after)


def test_a_rectangle_has_no_words_and_is_not_lost(study):
    picture = replace(
        study,
        sources=(*study.sources, Source("scan", "Scan", "picture")),
        selections=(*study.selections, Selection("area", "scan", Area(1, 2, 3, 4))),
        codings=(*study.codings, Coding("extra", "hope", "scan", "area", "Ann"), Coding("whole", "hope", "scan")),
    )
    found = retrieve(picture, any=["hope"])
    assert [(extract.text, extract.place) for extract in found[1:]] == [("", Area(1, 2, 3, 4)), ("", None)]


def test_rows_are_safe_in_a_spreadsheet(study):
    risky = replace(study, sources=tuple(replace(source, name="=cmd") for source in study.sources))
    table = extracts_as_rows(risky, retrieve(risky, any=["cost"], context="sentence")).to_csv().splitlines()
    assert table[0] == "Source,Start,End,Text,Before,After,Codes,Coders,Cases,Role,Age"
    assert table[1] == "'=cmd,74,87,cost me a day,Ann: It ,.,Barriers > cost,Ann,Ann,nurse,40"


def test_a_matrix_counts_what_it_says(study):
    by_role = matrix(study, columns="attribute", attribute="Role")
    assert by_role.columns == ("adviser", "nurse", "(not known)")
    assert dict(zip(by_role.codes, by_role.cells, strict=True))["waiting"] == (0, 2, 0)
    assert dict(zip(by_role.codes, by_role.cells, strict=True))["travel"] == (0, 0, 1)
    assert matrix(study, codes=["waiting"], unit="segments", columns="source").cells == ((1, 0),)
    assert matrix(study, codes=["waiting"], unit="characters", columns="source", below=True).cells == ((27, 0),)
    assert matrix(study, codes=["barriers"], unit="sources", columns="coder", below=True).cells == ((2, 0),)
    assert matrix(study, codes=["hope"]).tidy().rows == (
        ("hope", "Ann", 0),
        ("hope", "Bob", 1),
        ("hope", "(not known)", 0),
    )
    assert "not how much it matters" in by_role.says
    assert by_role.to_csv().startswith("Code,adviser,nurse,(not known)\n")


@given(marks())
def test_characters_of_a_matrix_are_those_that_any_coding_covers(given_marks):
    study = coded({"one": "x" * 24, "two": "y" * 24}, given_marks)
    found = matrix(study, columns="source", unit="characters")
    for code, cells in zip(found.codes, found.cells, strict=True):
        for source, cell in zip(found.columns, cells, strict=True):
            covered = {n for _, c, s, start, end in given_marks for n in range(start, end) if (c, s) == (code, source)}
            assert cell == len(covered)


@given(marks())
def test_overlap_counts_the_characters_that_both_cover(given_marks):
    study = coded({"one": "x" * 24, "two": "y" * 24}, given_marks)
    found = cooccurrence(study)
    covered = {
        code.id: {(s, n) for _, c, s, start, end in given_marks for n in range(start, end) if c == code.id}
        for code in study.codes
    }
    if len(covered) == 2:
        one, other = covered
        both = covered[one] & covered[other]
        begins = {(source, place) for source, place in both if (source, place - 1) not in both}
        assert found.characters.get((one, other), 0) == len(both)
        assert found.places.get((one, other), 0) == len(begins)


def test_codes_stand_together_in_a_sentence_a_turn_or_a_source(study):
    def together(by):
        return {tuple(sorted(pair)): many for pair, many in cooccurrence(study, by=by).places.items()}

    assert together("overlap") == {("night", "waiting"): 1}
    assert together("sentence") == {("night", "waiting"): 1}
    assert together("turn") == {("night", "waiting"): 1}
    assert together("source")["cost", "hope"] == 1
    assert ("hope", "travel") not in together("source")
    assert cooccurrence(study).to_csv() == "Code,With,Places,Characters\nwaiting,waiting > night,1,10\n"


def test_the_framework_matrix_has_a_row_for_each_case_and_one_for_the_rest(study):
    found = framework_matrix(study, codes=["waiting", "barriers"], summaries={("a", "waiting"): "A whole night."})
    assert found.cases == {"a": "Ann", "b": "Bob", "": "(no case)"}
    assert texts(found.cells["a", "waiting"].extracts) == ["We waited all night.", "all night. Nobody"]
    assert found.to_csv().splitlines() == [
        "Case,waiting,Barriers", "Ann,A whole night.,“cost me a day”", "Bob,,", "(no case),,“bus was late”",
    ]  # fmt: skip


def test_what_is_not_there_is_named(study):
    with pytest.raises(UnknownThing, match="no attribute called “Job”"):
        matrix(study, columns="attribute", attribute="Job")
    with pytest.raises(UnknownThing, match="no code"):
        retrieve(study, any=["gone"])
    with pytest.raises(UnknownThing, match="no case"):
        framework_matrix(study, cases=["gone"])
    with pytest.raises(UnknownChoice, match="columns"):
        matrix(study, columns="team")
    with pytest.raises(UnknownChoice, match="context"):
        retrieve(study, context="page")


def test_an_empty_study_has_empty_answers():
    empty = Study("nothing yet")
    assert retrieve(empty) == []
    assert matrix(empty).cells == ()
    assert cooccurrence(empty).rows().rows == ()
    assert framework_matrix(empty).cases == {}


def test_an_empty_value_of_an_attribute_is_not_known():
    study = coded({"talk": "We waited."}, [("Ann", "waiting", "talk", 0, 2)])
    case = Case("a", "Ann", values=(Value("role", " "),), sources=("talk",))
    study = replace(study, variables=(Variable("role", "Role"),), cases=(case,))
    assert matrix(study, columns="attribute", attribute="Role").columns == ("(not known)",)
