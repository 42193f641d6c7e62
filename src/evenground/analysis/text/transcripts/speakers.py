"""Who speaks: decided on the evidence of the whole document, with every decision explained."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate, zip_longest

from evenground.analysis.text.positions.segments import Segment
from evenground.analysis.text.transcripts.candidates import Candidate, candidates
from evenground.analysis.text.transcripts.labels import is_no_speaker, is_sure, key_of, looks_like_a_name
from evenground.analysis.text.transcripts.model import Line, Turn, counted

# So much of all lines must begin with a label before names that come once are believed.
DENSE = 0.5
# A lower-case word before a colon is believed when it comes so often.
OFTEN = 3
# So many names that all come once may be a short talk; more of them are a list.
FEW = 3
_SHOWN = 12


def find_turns(lines: Sequence[Line], *, speakers: Sequence[str] = ()) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """The turns of a text made of these lines, and a sentence for each label taken or not taken."""
    starts = [0, *accumulate(len(line.text) + 1 for line in lines)]
    told = _told(lines)
    given = frozenset(key_of(name) for name in speakers)
    free = [line if line.speaker is None else Line("") for line in lines] if told else lines
    every = candidates(free, given)
    reasons, refused = _decide(every, free, given)
    found = [candidate for candidate in every if candidate.key in reasons]
    marked = dict.fromkeys((each.key for each in told), "the file itself names the speaker")
    if told and len(found) <= len(told):
        return _turns(lines, starts, told), tuple(_taken(told, marked))
    # More turns outside: the table that names speakers is the front page of a transcript written in paragraphs.
    found, reasons = sorted([*told, *found], key=lambda each: each.line), {**marked, **reasons}
    missing = [name for name in speakers if key_of(name) not in reasons]
    said = [*_taken(found, reasons), *_not_taken(every, refused)]
    said += [f"“{name}”, who was named, speaks nowhere in the text." for name in missing]
    return _turns(lines, starts, found), tuple(said or ["No speakers were found: the text has no turns."])


def _told(lines: Sequence[Line]) -> list[Candidate]:
    """Labels of a file that marks its speakers."""
    found: list[Candidate] = []
    for at, line in enumerate(lines):
        if line.speaker is None:
            continue
        if line.continues and found:
            last = found[-1]
            ends = max(filter(None, (last.ends, line.ends)), default=None)
            found[-1] = Candidate(last.line, last.speaker, last.end, last.style, last.begins, ends)
        elif not line.continues:
            found.append(Candidate(at, line.speaker, line.label, "marked", line.begins, line.ends))
    return found


def _decide(
    every: Sequence[Candidate], lines: Sequence[Line], given: frozenset[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """For each label, why it is taken or why it is not."""
    often = Counter(candidate.key for candidate in every)
    by_key: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in every:
        by_key[candidate.key].append(candidate)
    taken: dict[str, str] = {}
    refused: dict[str, str] = {}
    for key, group in by_key.items():
        reason = _why(group, often[key], key in given)
        (taken if reason else refused)[key] = reason or _why_not(group[0])
    visible = sum(1 for line in lines if line.text.strip())
    _by_company(by_key, taken, refused, visible)
    _letters(by_key, taken, refused)
    _alone(by_key, taken, refused)
    return taken, refused


def _why(group: Sequence[Candidate], many: int, given: bool) -> str:
    first = group[0]
    styles = {candidate.style for candidate in group}
    if given:
        return "you named this speaker"
    if is_no_speaker(first.speaker) or styles == {"letter"}:
        return ""
    if is_sure(first.speaker):
        lone = styles <= {"alone", "dash"} and many < 2
        stutter = styles == {"dash"} and len(first.speaker) == 1  # “I – I mean”
        return "" if lone or stutter else "it is a role or a code that speakers have"
    name = looks_like_a_name(first.speaker)
    if first.strong and looks_like_a_name(first.speaker.replace(",", "")):  # “Lee, Ann”
        return "a time stands beside the name"
    needed = {"colon": 2, "bold": 2, "tab": 3, "dash": 3}.get(first.style, 2)
    if name and many >= needed:
        return "it is a name that comes again at the start of lines"
    return ""


def _why_not(candidate: Candidate) -> str:
    if is_no_speaker(candidate.speaker):
        return "it is a word of headings, forms or running text"
    if candidate.style == "letter":
        return "a single letter alone may number a list"
    if looks_like_a_name(candidate.speaker) or is_sure(candidate.speaker):
        return "it comes too seldom to be sure"
    return "it does not look like a name"


def _by_company(
    by_key: dict[str, list[Candidate]], taken: dict[str, str], refused: dict[str, str], visible: int
) -> None:
    """Where most lines begin with a label of one style, a name that comes once is believed, and a frequent small word."""
    for style in ("colon", "bold", "tab", "dash"):
        alike = [key for key, group in by_key.items() if group[0].style == style]
        names = [key for key in alike if key in taken or looks_like_a_name(by_key[key][0].speaker)]
        forms = any(is_no_speaker(by_key[key][0].speaker) for key in alike if not by_key[key][0].speaker[0].isdigit())
        lines = sum(len(by_key[key]) for key in names)
        settled = any(key in taken for key in alike) or (len(names) <= FEW and not forms)
        if len(names) < 2 or lines < DENSE * visible or not settled:
            small = [key for key in alike if len(by_key[key]) >= OFTEN and key.isalpha() and key in refused]
            names = [] if sum(len(by_key[key]) for key in small) < DENSE * visible or len(small) < 2 else small
        for key in names:
            if key in refused and not is_no_speaker(by_key[key][0].speaker):
                taken[key] = "most lines of the text begin with a label like it"
                del refused[key]


def _letters(by_key: dict[str, list[Candidate]], taken: dict[str, str], refused: dict[str, str]) -> None:
    """“Q.” and “A.” are believed as a pair that alternates."""
    for one, other in (("q", "a"), ("i", "r"), ("i", "p")):
        pair = [by_key.get(one, []), by_key.get(other, [])]
        if (
            all(group and group[0].style == "letter" for group in pair)
            and abs(len(pair[0]) - len(pair[1])) <= 1 + len(pair[0]) // 4
        ):
            for key in (one, other):
                taken[key] = f"“{one.upper()}.” and “{other.upper()}.” take turns"
                refused.pop(key, None)


def _alone(by_key: dict[str, list[Candidate]], taken: dict[str, str], refused: dict[str, str]) -> None:
    """Where some roles stand on lines of their own, a role that does so once is believed too."""
    alone = [key for key, group in by_key.items() if all(candidate.style == "alone" for candidate in group)]
    if any(key in taken for key in alone):
        for key in [key for key in alone if key in refused]:
            taken[key] = "it is a role or a code, and others of the text stand on lines of their own as it does"
            del refused[key]


def _turns(lines: Sequence[Line], starts: Sequence[int], found: Sequence[Candidate]) -> tuple[Turn, ...]:
    spelt: dict[str, str] = {}
    turns: list[Turn] = []
    for candidate, following in zip_longest(found, found[1:]):
        last = following.line if following else len(lines)
        first = starts[candidate.line]
        name_line = candidate.line + candidate.lines - 1
        mark = Segment(first, starts[name_line] + candidate.end) if candidate.end else Segment(first, first)
        speech = _speech(lines, starts, mark.end, name_line, last)
        turns.append(
            Turn(
                spelt.setdefault(candidate.key, candidate.speaker),
                _tight(lines, starts, mark, name_line),
                speech,
                candidate.begins,
                candidate.ends,
            )
        )
    return tuple(turns)


def _tight(lines: Sequence[Line], starts: Sequence[int], mark: Segment, line: int) -> Segment:
    """The label without the white space after it."""
    head = lines[line].text[: mark.end - starts[line]]
    return Segment(mark.start, max(mark.end - (len(head) - len(head.rstrip())), mark.start))


def _speech(lines: Sequence[Line], starts: Sequence[int], start: int, first: int, last: int) -> Segment:
    """From the first visible character after the label to the last before the next."""
    while last - 1 > first and not lines[last - 1].text.strip():
        last -= 1
    end = max(starts[last - 1] + len(lines[last - 1].text.rstrip()), start)
    here = first
    while here < last:
        rest = lines[here].text[max(start - starts[here], 0) :]
        if rest.strip():
            return Segment(max(start, starts[here]) + len(rest) - len(rest.lstrip()), end)
        here += 1
    return Segment(min(start, end), min(start, end))


def _taken(found: Sequence[Candidate], reasons: dict[str, str]) -> list[str]:
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in found:
        groups[candidate.key].append(candidate)
    return [
        f"“{group[0].speaker}” speaks, {counted(len(group), 'turn')}: {reasons[key]}."
        for key, group in groups.items()
        if group[0].speaker
    ]


def _not_taken(every: Sequence[Candidate], refused: dict[str, str]) -> list[str]:
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in every:
        if candidate.key in refused:
            groups[candidate.key].append(candidate)
    said = [
        f"“{group[0].speaker}” (line {group[0].line + 1:,}, {counted(len(group), 'time')}) was not taken for a speaker:"
        f" {refused[key]}."
        for key, group in groups.items()
    ]
    more = len(said) - _SHOWN
    return said[:_SHOWN] + ([f"{counted(more, 'other label')} like these were not taken either."] if more > 0 else [])
