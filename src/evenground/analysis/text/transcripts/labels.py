"""What the label of a speaker looks like, and what merely looks like one."""

from __future__ import annotations

import re

# Labels that a transcript uses for roles, alone or with a number or letter; compared without case.
_ROLE = (
    r"(?:the\s+)?(?:interviewers?|interviewees?|participants?|respondents?|moderators?|co-?moderators?|facilitators?"
    r"|co-?facilitators?|researchers?|speakers?|observers?|transcribers?|chair|int|mod|fac|res|resp|ptcpt|part|patient"
    r"|carer|nurse|doctor|gp|midwife|intern|adviser|advisor|public\s+advis[eo]r|lead|project\s+lead|group|everyone|all"
    r"|several|multiple\s+speakers|unknown(?:\s+speaker)?|unidentified(?:\s+speaker)?|male|female|man|woman|voice|host"
    r"|client|staff|user|service\s+user|parent|mother|father|q|a|i|r|p|m|f|ir|ie)"
)
_SURE = re.compile(rf"{_ROLE}(?:[\s_#-]*\d{{1,3}}[a-z]?|[\s_#-]+[A-Z])?$", re.IGNORECASE)
# Codes such as P1, PA2, FG1-P3, S-SI 6.
_CODE = re.compile(r"(?:[A-Z]{1,4}\d{0,2}[-_ ])?[A-Z]{1,4}[-_ ]?\d{1,3}[A-Za-z]?$")
# Questions of a guide (Q1, Q12a) and paper sizes are codes too, but nobody speaks under them.
_NO_SPEAKER = re.compile(r"(?:Q|q|A[34]$|Fig|Table|Part|Section|Step|Day|Week|Topic)\s*\d")
_WORD = r"(?:[^\W\d_][\w'’.-]*)"
_NAME = re.compile(rf"{_WORD}(?:\s+{_WORD}){{0,3}}(?:\s*\([^()]{{1,30}}\))?(?:\s*\d{{1,3}})?$")
_PARTICLES = {"de", "van", "von", "der", "den", "bin", "al", "la", "le", "da", "dos", "and", "of", "the"}
NOT_SPEAKERS = frozenset({
    "note", "notes", "nb", "ps", "date", "time", "location", "place", "venue", "title", "subject", "re", "to", "from", "cc", "example",
    "summary", "warning", "figure", "table", "topic", "theme", "themes", "section", "chapter", "appendix", "tel", "phone",
    "email", "e-mail", "address", "duration", "length", "present", "apologies", "attendees", "file", "transcript",
    "transcribed by", "recording", "project", "study", "version", "aim", "aims", "background", "methods", "results",
    "conclusion", "conclusions", "introduction", "discussion", "name", "age", "sex", "gender", "ethnicity", "key",
    "keywords", "source", "page", "question", "questions", "answer", "prompt", "prompts", "probe", "agenda", "actions",
    "action", "participants", "interview date", "interview", "focus group", "important", "remember", "however", "but",
    "and", "so", "yes", "no", "well", "first", "second", "third", "finally", "also", "then", "because", "for example",
    "http", "https", "www", "attention", "tip", "definition", "code", "start", "end", "begin", "language", "contents",
})  # fmt: skip


def key_of(label: str) -> str:
    """The same for spellings of one label."""
    return " ".join(label.casefold().split())


def is_no_speaker(label: str) -> bool:
    """Whether it is a word of headings and forms rather than anybody."""
    return key_of(label) in NOT_SPEAKERS or bool(_NO_SPEAKER.match(label))


def is_sure(label: str) -> bool:
    """A role or a code that only speakers have."""
    if is_no_speaker(label) or (len(label) == 1 and not label.isupper()):
        return False
    return bool(_SURE.match(label) or _CODE.match(label))


def looks_like_a_name(label: str) -> bool:
    """Up to four words with capital letters (or of a script without them), possibly with something in brackets."""
    if len(label) > 40 or is_no_speaker(label) or not _NAME.match(label):
        return False
    words = [word for word in re.sub(r"\(.*", "", label).split() if not word.isdigit()]
    return (
        bool(words)
        and all(not word[0].islower() or word in _PARTICLES for word in words)
        and words[0] not in _PARTICLES
    )
