"""The frameworks that come with Evenground say whose they are, and are told apart from a study's own codes."""

import re
import uuid
from collections import Counter

import pytest

from evenground.analysis.errors import UnknownChoice
from evenground.analysis.text.study.checking import check
from evenground.analysis.text.study.codebooks import codebook, shipped_codebooks
from evenground.analysis.text.study.model import Study


def test_wards_framework_has_four_questions_and_sixteen_categories():
    codes = codebook("ward")
    tops = [code for code in codes if code.parent is None]
    under = Counter(code.parent for code in codes if code.parent)
    assert [code.name.split()[0] for code in tops] == ["Why", "Whose", "What", "How"]
    assert [under[code.id] for code in tops] == [5, 5, 3, 3]
    assert not any(code.codable for code in tops)
    assert all(code.codable for code in codes if code.parent)


def test_the_six_standards_and_the_four_sections_are_there():
    assert [code.name for code in codebook("uk-standards")] == [
        "Inclusive opportunities", "Working together", "Support and learning", "Communications", "Impact", "Governance",
    ]  # fmt: skip
    assert [code.name[:2] for code in codebook("hiat")] == ["1.", "2.", "3.", "4."]


@pytest.mark.parametrize("book", shipped_codebooks(), ids=lambda book: book.key)
def test_a_framework_says_whose_it_is_and_fits_any_study(book):
    assert all((book.attribution, book.licence, book.wording, book.about))
    assert {code.framework for code in book.codes} == {book.name}
    assert all(code.definition and str(uuid.UUID(code.id)) == code.id for code in book.codes)
    assert all(re.fullmatch("#[0-9a-f]{6}", code.colour or "#000000") for code in book.codes)
    assert check(Study("new", codes=book.codes)) == ()


def test_ids_never_change_and_differ_between_frameworks():
    ids = [code.id for book in shipped_codebooks() for code in book.codes]
    assert len(ids) == len(set(ids)) == 20 + 6 + 4
    assert codebook("ward")[1].id == "01c381f7-bc9c-5766-8b8f-4e97a9b97b2e"


def test_an_unknown_framework_is_named_with_those_there_are():
    with pytest.raises(UnknownChoice, match="“grounded” is not a choice for codebook"):
        codebook("grounded")
