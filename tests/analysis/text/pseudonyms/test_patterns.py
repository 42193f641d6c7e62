"""What is found by its form, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenground.analysis.text.pseudonyms import Kind, valid_nhs_number
from evenground.analysis.text.pseudonyms.patterns import hits


def found(text: str, kind: Kind, certainty: str | None = None) -> list[str]:
    return [hit.segment.of(text) for hit in hits(text, [kind]) if certainty is None or hit.certainty.value == certainty]


nine_digits = st.lists(st.integers(0, 9), min_size=9, max_size=9).filter(lambda digits: len(set(digits)) > 1)


def with_check_digit(digits: list[int]) -> str | None:
    """The definition, worked another way: 11 less the remainder."""
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return None if check == 10 else "".join(map(str, digits)) + str(check % 11)


@given(nine_digits, st.sampled_from([" ", "-", "", "\u00a0"]))
def test_an_nhs_number_is_found_however_it_is_spaced(digits, space):
    number = with_check_digit(digits)
    if number is None:
        return
    written = space.join([number[:3], number[3:6], number[6:]])
    assert found(f"my number is {written}.", Kind.NHS_NUMBER) == [written]


@given(nine_digits, st.integers(1, 9))
def test_any_one_wrong_check_digit_is_seen(digits, wrong):
    number = with_check_digit(digits)
    if number is None:
        return
    spoilt = number[:9] + str((int(number[9]) + wrong) % 10)
    assert not valid_nhs_number(spoilt)
    assert found(f"order {spoilt} came", Kind.NHS_NUMBER) == []
    assert found(f"NHS number {spoilt}", Kind.NHS_NUMBER, "low") == [spoilt]


@pytest.mark.parametrize(
    "text", ["1111111111", "0.9434765919", "94347659190", "£9434765919", "943476591", "٩٤٣٤٧٦٥٩١٩"]
)
def test_other_numbers_are_no_nhs_number(text):
    assert found(text, Kind.NHS_NUMBER) == []


@pytest.mark.parametrize(
    ("kind", "text", "there"),
    [
        (Kind.NATIONAL_INSURANCE, "it is ab 12 34 56 c.", "ab 12 34 56 c"),
        (Kind.BIRTH, "DOB: 03/04/1961", "03/04/1961"),
        (Kind.BIRTH, "I was born on the 3rd of April 1961 here", "3rd of April 1961"),
        (Kind.BIRTH, "born in Leeds in 1934", "1934"),
        (Kind.BIRTH, "date of birth 1961-04-03", "1961-04-03"),
        (Kind.BIRTH, "my birthday is 3 April", "3 April"),
        (Kind.DATE, "we met on 12 January 2016", "12 January 2016"),
        (Kind.AGE, "a 91-year-old man", "91"),
        (Kind.AGE, "she is ninety-three years old", "ninety-three"),
        (Kind.AGE, "aged 102", "102"),
        (Kind.AGE, "in her nineties", "nineties"),
        (Kind.POSTCODE, "at L8 7TX now", "L8 7TX"),
        (Kind.POSTCODE, "at sw1a2aa now", "sw1a2aa"),
        (Kind.POSTCODE, "people in CH41 say", "CH41"),
        (Kind.PHONE, "ring 0151 794 1234", "0151 794 1234"),
        (Kind.PHONE, "on +44 (0)7700 900123", "+44 (0)7700 900123"),
        (Kind.PHONE, "07700-900-123", "07700-900-123"),
        (Kind.PHONE, "(0151) 794 1234", "(0151) 794 1234"),
        (Kind.EMAIL, "j.o'brien+x@nhs.net.", "j.o'brien+x@nhs.net"),
        (Kind.EMAIL, "jane dot whittle at nhs dot net", "jane dot whittle at nhs dot net"),
        (Kind.WEB, "see https://example.org/a?b=c).", "https://example.org/a?b=c"),
        (Kind.WEB, "it is www.example.org, yes", "www.example.org"),
        (Kind.WEB, "follow @made_up", "@made_up"),
    ],
)
def test_found_by_its_form(kind, text, there):
    assert there in found(text, kind)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.NATIONAL_INSURANCE, "BG123456C"),
        (Kind.NATIONAL_INSURANCE, "AB123456E"),
        (Kind.BIRTH, "born leaders met 12 people"),
        (Kind.DATE, "version 1.2.3 and 3/4"),
        (Kind.DATE, "on 45/13/2016"),
        (Kind.AGE, "89 years old, aged 45, 95% of them, page 93"),
        (Kind.AGE, "98.5 years old"),
        (Kind.POSTCODE, "QQ1 1AA and L87TC"),
        (Kind.PHONE, "£0123456789.50"),
        (Kind.PHONE, "0.1517941234"),
        (Kind.EMAIL, "at 5@home"),
        (Kind.WEB, "e.g. this, i.e. that"),
    ],
)
def test_not_found(kind, text):
    assert found(text, kind) == []


@pytest.mark.parametrize(
    "run", ["a" * 200_000, "1" * 200_000, "a." * 100_000, "0 " * 100_000, "a@" * 100_000, "www." * 50_000]
)
def test_a_hostile_run_of_characters_is_read_to_its_end(run):
    assert isinstance(list(hits(run)), list)
