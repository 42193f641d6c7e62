"""What gives a person away by its form: numbers, dates of birth, great ages, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.pseudonyms.kinds import PATTERNS, Certainty, Kind

HIGH, MEDIUM, LOW = Certainty.HIGH, Certainty.MEDIUM, Certainty.LOW


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a text that has the form of one kind of thing."""

    segment: Segment
    kind: Kind
    reason: str
    certainty: Certainty


def hits(text: str, kinds: Collection[Kind] = PATTERNS) -> Iterator[Hit]:
    """Everything in a text that has one of the forms, kind by kind; what is found may overlap."""
    for kind, find in _FINDERS.items():
        if kind in kinds:
            yield from find(text)


def valid_nhs_number(digits: str) -> bool:
    """Whether ten digits have the check digit of an NHS number.

    The first nine, weighted 10 down to 2, and the check digit add up to a multiple of 11. A check digit of 10 is never
    given out, nor are ten equal digits.

    Examples
    --------
    >>> valid_nhs_number("9434765919"), valid_nhs_number("9434765918")
    (True, False)

    References
    ----------
    NHS Data Model and Dictionary, NHS NUMBER.
    """
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return False
    weights = (*range(10, 1, -1), 1)
    total: int = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return total % 11 == 0


_NHS = re.compile(
    r"(?<![\d.,+£$€/-])(?<!\d )\d{3}([ \u00a0\u2009–-]?)\d{3}([ \u00a0\u2009–-]?)\d{4}(?![\d/]|[.,]\d|[ -]\d)"
)
_NEAR_NHS = re.compile(r"\bNHS\b[^\n]{0,25}$", re.I)


def _nhs_numbers(text: str) -> Iterator[Hit]:
    for match in _NHS.finditer(text):
        named = bool(_NEAR_NHS.search(text, max(match.start() - 40, 0), match.start()))
        parted = bool(match[1] and match[2])
        if valid_nhs_number("".join(filter(str.isdigit, match[0]))):
            sure = HIGH if named or parted else MEDIUM
            yield _hit(match, Kind.NHS_NUMBER, "ten digits with the check digit of an NHS number", sure)
        elif named:
            yield _hit(match, Kind.NHS_NUMBER, "called an NHS number, though its check digit is wrong", LOW)


# Prefixes that are never given out: BG GB KN NK NT TN ZZ.
_NI = re.compile(
    r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]"
    r"(?![A-Za-z0-9])",
    re.I,
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d{2}"
_WHOLE_DATE = (
    rf"{_YEAR}-(?:1[0-2]|0[1-9])-(?:3[01]|[12]\d|0[1-9])"
    rf"|(?:3[01]|[12]\d|0?[1-9])[/.-](?:1[0-2]|0?[1-9])[/.-](?:{_YEAR}|\d{{2}})"
    rf"|{_DAY}(?: of)? {_MONTH},? {_YEAR}"
    rf"|{_MONTH} {_DAY},? {_YEAR}"
)
_UNIT = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_SPOKEN_YEAR = (
    rf"(?:nineteen|twenty)[ -](?:(?:oh|hundred(?: and)?)[ -]{_UNIT}|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen"
    rf"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -]{_UNIT})?)"
)
_SPOKEN_DAY = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)"
)
_SPOKEN_DATE = (
    rf"(?:{_DAY}|{_SPOKEN_DAY})(?: of)? {_MONTH},? (?:{_YEAR}|[’']\d{{2}}|{_SPOKEN_YEAR})"
    rf"|{_SPOKEN_DAY}(?: of)? {_MONTH}|{_SPOKEN_YEAR}"
)
_DATE = re.compile(rf"(?<![\w./-])(?:{_WHOLE_DATE})(?![\w/]|[.-]\d)", re.I)
_BIRTH = re.compile(
    rf"(?:\b(?:born|birth|birthday|birthdate)\b|\bd\.?o\.?b\b)(?!\])(?:(?!\[date of)[^\n\d]){{0,30}}?(?<![\w])"
    rf"({_WHOLE_DATE}|{_SPOKEN_DATE}|{_DAY}(?: of)? {_MONTH}|{_MONTH} {_DAY}|{_YEAR})(?![\w/])",
    re.I,
)


def _births(text: str) -> Iterator[Hit]:
    for match in _BIRTH.finditer(text):
        whole = bool(re.search(r"\d{4}|\d[/.-]\d", match[1]))
        yield Hit(Segment(*match.span(1)), Kind.BIRTH, "a date after a word of birth", HIGH if whole else MEDIUM)


_TENS = r"(?:ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|one) hundred(?: and \w+)?)"
_OVER_89 = r"(?:9\d|1[01]\d)"
_BIRTHDAY = re.compile(
    r"(?<![\w.])(ninetieth|ninety[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|hundredth"
    r"|hundred[ -]and[ -](?:first|second|third|fourth|fifth)|(?:9\d|1[01]\d)(?:st|nd|rd|th)) birthday",
    re.I,
)
_AGED = re.compile(
    rf"(?<![\w.])({_OVER_89}|{_TENS})(?=(?:[ -]years?[ -]old|[ -]year[ -]olds?|[ -]?y\.?/?o\b| years of age))"
    rf"|\b(?:aged?(?: of)?|age:)\s+({_OVER_89}|{_TENS})(?![\w%+]|\.\d)",
    re.I,
)
_NOW = re.compile(
    rf"\b(?:I[’']m|I am|I was|s?he[’']s|s?he is|s?he was|turn(?:ed|ing|s)?|(?:mum|mother|dad|father|nan)[’']?s?(?: is| was)?)"
    rf"(?: now| nearly| almost| just)? ({_OVER_89}|{_TENS})(?= ?[.,;!?\n]| now| when| and| next| this|$)",
    re.I,
)
_NINETIES = re.compile(r"\bin (?:his|her|my|their) (?:early |mid[ -]?|late )?(nineties|90[’']?s|hundreds)\b", re.I)


def _ages(text: str) -> Iterator[Hit]:
    for match in _AGED.finditer(text):
        yield Hit(Segment(*match.span(match.lastindex or 1)), Kind.AGE, "an age over 89", HIGH)
    for match in _BIRTHDAY.finditer(text):
        yield Hit(Segment(*match.span(1)), Kind.AGE, "an age over 89", HIGH)
    for match in _NINETIES.finditer(text):
        yield Hit(Segment(*match.span(1)), Kind.AGE, "an age over 89", MEDIUM)
    for match in _NOW.finditer(text):
        yield Hit(Segment(*match.span(1)), Kind.AGE, "perhaps an age over 89", MEDIUM)


_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL"
    "|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX"
    "|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR"
    "|WS|WV|YO|ZE"
)
_POSTCODE = re.compile(
    rf"(?<![A-Za-z0-9])(?:(?:{_AREAS})\d[\dA-Z]?[ \u00a0-]{{0,2}}\d[ABD-HJLNP-UW-Z]{{2}}|GIR ?0AA)(?![A-Za-z0-9])", re.I
)
_OUTWARD = re.compile(rf"(?<![A-Za-z0-9-])(?:{_AREAS})\d[\dA-Z]?(?![A-Za-z0-9]|[.-]\d)")


def _postcodes(text: str) -> Iterator[Hit]:
    for match in _POSTCODE.finditer(text):
        yield _hit(match, Kind.POSTCODE, "a full postcode", HIGH if match[0].isupper() else MEDIUM)
    for match in _OUTWARD.finditer(text):
        yield _hit(match, Kind.POSTCODE, "perhaps the first half of a postcode", LOW)


_PHONE = re.compile(
    r"(?<![\w.,+-])(?:(?:\+|00[ -]?)44[ -]?(?:\(0\)[ -]?)?|\(?0)[1-9](?:[ \u00a0().-]{0,2}\d){8,9}(?![\w]|[.,]\d)"
)
_ABROAD = re.compile(r"(?<![\w+])\+(?!44)[1-9](?:[ \u00a0().-]{0,2}\d){7,13}(?!\w)")
_BARE = re.compile(r"(?<![\w.,+-])(?:447\d{9}|0[ -]7(?:[ -]\d{1,3}){3,9})(?![\w]|[.,-]\d)")
_SAID_DIGIT = r"(?:oh|o|zero|nought|one|two|three|four|five|six|seven|eight|nine)"
_READ_OUT = re.compile(
    rf"(?<!\w)(?:oh|o|zero|nought)(?:[ ,-]{{1,2}}(?:(?:double|treble|triple)[ -]{_SAID_DIGIT}|{_SAID_DIGIT}|hundred)){{5,14}}"
    r"(?!\w)",
    re.I,
)
_LOCAL = re.compile(
    r"\b(?:phone|tel|telephone|number|ring|call|ext|extension|bleep)\b[^\n\d]{0,20}(\d{3}[ -]?\d{3,5})(?![\w-])", re.I
)


def _phones(text: str) -> Iterator[Hit]:
    for pattern, says in ((_PHONE, "a UK phone number"), (_ABROAD, "a phone number of another country")):
        for match in pattern.finditer(text):
            yield _hit(match, Kind.PHONE, says, HIGH)
    for match in _BARE.finditer(text):
        if 10 <= sum(map(str.isdigit, match[0])) <= 12:
            yield _hit(match, Kind.PHONE, "the digits of a UK mobile number", MEDIUM)
    for match in _READ_OUT.finditer(text):
        yield _hit(match, Kind.PHONE, "perhaps a phone number read out", MEDIUM)
    for match in _LOCAL.finditer(text):
        yield Hit(Segment(*match.span(1)), Kind.PHONE, "a number after a word for phones", LOW)


# Every part has a longest length: a long run of letters is then read once, not once for each of its beginnings.
_EMAIL = re.compile(r"(?<![\w.%+'-])[\w.%+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?![\w-])")
_SPOKEN = re.compile(
    r"\b\w{1,30}(?: (?:dot|underscore|dash) \w{1,30}){0,4} at \w{1,30}(?: dot \w{1,30}){0,3} dot (?:com|net|org|uk)\b",
    re.I,
)
_WEB = re.compile(
    r"(?<![\w@.])(?:https?://[^\s<>\"”]{1,2000}|www\.[^\s<>\"”]{1,500}"
    r"|[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:co\.uk|org\.uk|nhs\.uk|ac\.uk|gov\.uk|com|org|net|info)(?:/[^\s<>\"”]{0,500})?)(?![\w@])",
    re.I,
)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z_]\w{1,29}(?![\w@])")


def _emails(text: str) -> Iterator[Hit]:
    for match in _EMAIL.finditer(text):
        yield _hit(match, Kind.EMAIL, "an e-mail address", HIGH)
    for match in _SPOKEN.finditer(text):
        yield _hit(match, Kind.EMAIL, "perhaps an e-mail address read out", MEDIUM)


def _webs(text: str) -> Iterator[Hit]:
    for match in _WEB.finditer(text):
        end = match.start() + len(match[0].rstrip(".,;:!?)]}'’"))
        yield Hit(Segment(match.start(), end), Kind.WEB, "a web address", HIGH)
    for match in _HANDLE.finditer(text):
        yield _hit(match, Kind.WEB, "a name on social media", MEDIUM)


def _hit(match: re.Match[str], kind: Kind, reason: str, certainty: Certainty) -> Hit:
    return Hit(Segment(*match.span()), kind, reason, certainty)


def _all(pattern: re.Pattern[str], kind: Kind, reason: str, certainty: Certainty) -> Callable[[str], Iterator[Hit]]:
    return lambda text: (_hit(match, kind, reason, certainty) for match in pattern.finditer(text))


_FINDERS: Final[dict[Kind, Callable[[str], Iterator[Hit]]]] = {
    Kind.NHS_NUMBER: _nhs_numbers,
    Kind.NATIONAL_INSURANCE: _all(_NI, Kind.NATIONAL_INSURANCE, "the form of a National Insurance number", HIGH),
    Kind.BIRTH: _births,
    Kind.DATE: _all(_DATE, Kind.DATE, "a full date", LOW),
    Kind.AGE: _ages,
    Kind.POSTCODE: _postcodes,
    Kind.PHONE: _phones,
    Kind.EMAIL: _emails,
    Kind.WEB: _webs,
}
