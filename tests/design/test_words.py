"""How dates, numbers and plain text read on a page."""

from datetime import UTC, date, datetime, time

import pytest

from evenground.design import words


@pytest.mark.parametrize(
    "moment, said",
    [
        (time(9, 0), "9am"),
        (time(9, 5), "9:05am"),
        (time(14, 30), "2:30pm"),
        (time(12, 0), "midday"),
        (time(0, 0), "midnight"),
        (time(0, 1), "12:01am"),
        (time(12, 59), "12:59pm"),
        (None, ""),
    ],
)
def test_time(moment, said):
    assert words.time_words(moment) == said


def test_datetime_is_said_in_the_time_of_the_place():
    assert words.datetime_words(datetime(2026, 7, 3, 23, 30, tzinfo=UTC)) == "4 July 2026 at 12:30am"
    assert words.datetime_words(datetime(2026, 11, 3, 14, 30, tzinfo=UTC)) == "3 November 2026 at 2:30pm"


def test_date_takes_a_day_a_moment_or_nothing():
    assert words.date_words(date(2026, 11, 3)) == "3 November 2026"
    assert words.date_words(datetime(2026, 7, 3, 23, 30, tzinfo=UTC)) == "4 July 2026"
    assert words.date_words(None) == ""


@pytest.mark.parametrize("count, said", [(0, "no people"), (1, "1 person"), (2, "2 people"), (12345, "12,345 people")])
def test_plural(count, said):
    assert words.plural(count, "person", "people") == said


def test_paragraphs_show_whatever_was_typed_and_run_none_of_it():
    assert words.paragraphs("a <script>\r\n\r\n  \n\nb & c\nd") == (
        '<p class="eg-written">a &lt;script&gt;</p><p class="eg-written">b &amp; c\nd</p>'
    )
    assert words.paragraphs(None) == words.paragraphs("  ") == ""
