"""People from CSV files as they come, and specifications in GroupEng's published format."""

import pytest
from tests.analysis.groups.teaming.made_up import write_groupeng

from evenground.analysis.errors import AnalysisError, MissingColumn, SameName, UnreadableFile
from evenground.analysis.groups.teaming import (
    Aggregate,
    Balance,
    Cluster,
    Distribute,
    GroupsInputWrong,
    Member,
    read_groupeng,
    read_members,
)

HEAD = "classlist : class.csv\nstudent_identifier : ID\ngroup_size : 5+\n"


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_published_shape_is_read(tmp_path):
    problem = read_groupeng(write_groupeng(tmp_path))

    assert (len(problem.members), problem.groups) == (105, 21)
    assert problem.members[0].row == 2
    assert problem.rules == (
        Cluster("Gender", ("M",)),
        Cluster("Ethnicity", (("B", "H"),)),
        Aggregate("Project choice"),
        Distribute("Major", ("Mech E", "CS", "Civ E", "EE")),
        Distribute("Skill1", ("y",)),
        Distribute("Skill2", ("y",)),
        Distribute("Skill3", ("y",)),
        Balance("GPA", 0.5),
    )


@pytest.mark.parametrize("size, groups, smallest, largest", [("4+", 26, 4, 5), ("4-", 27, 3, 4), ("5", 21, 5, 5)])
def test_plus_makes_some_groups_larger_and_minus_some_smaller(tmp_path, size, groups, smallest, largest):
    problem = read_groupeng(write_groupeng(tmp_path, specification=HEAD.replace("5+", size)))

    assert (problem.groups, problem.sizes[0].smallest, problem.sizes[0].largest) == (groups, smallest, largest)


def test_the_older_way_of_writing_is_read_too(tmp_path):
    text = (
        HEAD
        + "tries : 5\nrules:\n  - aggregate : Project choice\n  - cluster : Ethnicity  # few\n    values : (B, H)\n"
    )
    text += "  - balance : GPA\n    tol : .25\n"
    problem = read_groupeng(write_groupeng(tmp_path, specification=text.replace("\n", "\r\n")))

    assert problem.rules == (Aggregate("Project choice"), Cluster("Ethnicity", ("B", "H")), Balance("GPA", 0.25))


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("", "has no line “classlist : …”. Add it"),
        (HEAD + "hello\n", "line 4: “hello” has no colon"),
        (HEAD + "- scatter : Major\n", "line 4: “scatter” is not a kind of rule. Choose distribute, cluster"),
        (HEAD + "- cluster :\n", "line 4: “cluster” names no column"),
        (HEAD + "values : M\n", "line 4: “values” belongs below a rule"),
        (HEAD + "- cluster : Gender\nvalues : M\nvalue : F\n", "line 6: “value” is there twice for the rule of line 4"),
        (HEAD + "- cluster : Gender\ntol : 1\n", "line 5: “tol” means nothing for “cluster”"),
        (HEAD + "- cluster : Gender\nvalues : M,,F\n", "line 5: “M,,F” has an empty value"),
        (HEAD + "- balance : GPA\ntol : tight\n", "line 5: “tight” is not a tolerance"),
        (HEAD + "group_size : 4\n", "line 4: “group_size” is there twice"),
        (HEAD + "colour : red\n", "line 4: “colour” is not a word of this format"),
        (HEAD.replace("5+", "about 5"), "line 3: “about 5” is not a group size. Write 4, 4[+] or 4-"),
        (HEAD.replace("class.csv", "gone.csv"), "There is no file gone.csv"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path, text, sentence):
    with pytest.raises(UnreadableFile, match=sentence):
        read_groupeng(write_groupeng(tmp_path, specification=text))


def test_a_rule_about_a_column_that_is_not_there(tmp_path):
    with pytest.raises(GroupsInputWrong, match=r"A rule names “Shoe size”, which nobody has. There are: GPA, Gender"):
        read_groupeng(write_groupeng(tmp_path, specification=HEAD + "- balance : Shoe size\n"))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_people_with_units_are_read_whatever_parts_the_cells(tmp_path, mark):
    text = "\ufeffperson,called,team,role\n a ,Ann,North,nurse\n\n b ,,,\n".replace(",", mark)
    members = read_members(written(tmp_path, text), key="person", name="called", unit="team")

    assert members == [Member("a", "Ann", "North", {"role": "nurse"}), Member("b", "", "", {"role": ""})]
    assert [member.row for member in members] == [2, 4]


@pytest.mark.parametrize(
    "text, error, sentence",
    [
        ("", UnreadableFile, "people.csv is empty"),
        ("person,x\na,1\na,2\n", GroupsInputWrong, "“a” is in rows 2 and 3. Give each person"),
        ("person,x\n,1\n", GroupsInputWrong, "Row 2 has nothing in the column “person”"),
        ("person,x\na,1,2\n", GroupsInputWrong, "Row 2 has 3 cells, but there are 2 headings"),
        ("person,x,x\na,1,2\n", SameName, "called “x”"),
        ("name,x\na,1\n", MissingColumn, "no column called “person”"),
        ('person,x\na,1\nb,"2\nc,3\n', UnreadableFile, "after row 2: a double quote there has no partner"),
        ("person,x\na\0,1\n", UnreadableFile, "is not a text"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(tmp_path, text, error, sentence):
    with pytest.raises(error, match=sentence):
        read_members(written(tmp_path, text), key="person")


def test_a_column_without_a_heading_is_left_out(tmp_path):
    members = read_members(written(tmp_path, "person,,role\na,x,nurse\n"), key="person")

    assert members == [Member("a", attributes={"role": "nurse"})]


def test_another_encoding_and_no_file_are_refused(tmp_path):
    with pytest.raises(UnreadableFile, match=r"not a text in UTF-8. Save it as"):
        read_members(written(tmp_path, "person\nZoë\n", "latin-1"), key="person")
    with pytest.raises(AnalysisError, match="cannot be opened"):
        read_members(tmp_path, key="person")
