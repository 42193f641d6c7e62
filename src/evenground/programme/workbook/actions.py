"""Saving an answer. A text that was saved is never overwritten, and a text that clashes is never lost."""

from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from django.db import transaction

from evenground.analysis.text.merge import merge_words
from evenground.programme.audit.actions import record
from evenground.programme.people.models import Person
from evenground.programme.teams import rules as team_rules
from evenground.programme.teams.models import Team
from evenground.programme.workbook import rules
from evenground.programme.workbook.models import Revision
from evenground.programme.workbook.reading import pack


class Outcome(Enum):
    SAVED = "saved"
    UNCHANGED = "unchanged"
    JOINED = "joined"  # with somebody's newer text, word by word
    CLASHED = "clashed"  # both texts are kept; a person chooses


@dataclass(frozen=True)
class Saved:
    """What came of saving: the revision that holds the text sent, and the newer one it met."""

    outcome: Outcome
    revision: Revision
    met: Revision | None = None


@transaction.atomic
def save_answer(
    *,
    team: Team,
    question: str,
    text: str,
    base: int,
    device_key: str = "",
    on_behalf_of: Person | None = None,
    settles: Revision | None = None,
    by: Person,
) -> Saved:
    """Save a text for a question, written from revision ``base`` (0 when there was none).

    When a newer revision is there, the two are merged word by word; when they clash, the text is kept aside with
    its author's name. The same edit sent twice is kept once: from a device that was not sure it arrived, or from a
    page that somebody went back to. ``device_key`` tells one sitting from another.
    """
    text = text.replace("\r\n", "\n").strip()
    edit = _fingerprint(question, text, base, device_key, by)
    Team.objects.select_for_update().get(pk=team.pk)  # one save at a time in a team
    if known := Revision.objects.filter(team=team, device_key=edit).first():
        return Saved(Outcome.CLASHED if known.aside else Outcome.SAVED, known)
    rules.check_can_write(by, team, on_behalf_of)
    rules.check_answer(question, text)
    asked = pack().questions[question].ask
    numbered = Revision.objects.filter(team=team, question=question).exclude(number=None)
    newest = numbered.order_by("-number").first()
    at = newest.number or 0 if newest else 0
    base = min(base, at)  # no text can be written from one that is not there

    def keep(body: str, *, number: int | None, joined: bool = False) -> Revision:
        return Revision.objects.create(
            team=team,
            question=question,
            number=number,
            text=body,
            author=by,
            on_behalf_of=on_behalf_of,
            role_then=_role_of(on_behalf_of or by, team),
            base=base,
            joined=joined,
            settles=settles,
            device_key=edit,
        )

    if newest and newest.text == text and not settles:
        return Saved(Outcome.UNCHANGED, newest)
    if base >= at:
        revision = keep(text, number=at + 1)
        record("workbook.saved", about=revision, by=by, subject=on_behalf_of, saying=f"wrote in “{asked}”")
        return Saved(Outcome.SAVED, revision)
    before = numbered.filter(number=base).first()
    merged = merge_words(before.text if before else "", mine=text, theirs=newest.text if newest else "")
    if newest and merged.text == newest.text and not settles:
        return Saved(Outcome.UNCHANGED, newest)  # nothing of their own in it: it must not stand under their name
    if merged.text is not None:
        revision = keep(merged.text, number=at + 1, joined=True)
        record("workbook.joined", about=revision, by=by, saying=f"wrote in “{asked}”, joined with a newer text")
        return Saved(Outcome.JOINED, revision, met=newest)
    revision = keep(text, number=None)
    record("workbook.clashed", about=revision, by=by, saying=f"wrote in “{asked}” while somebody else did; both kept")
    return Saved(Outcome.CLASHED, revision, met=newest)


def _fingerprint(question: str, text: str, base: int, device_key: str, by: Person) -> str:
    """What makes two edits the same. The text is part of it, so that no other text is ever taken for a repetition."""
    return sha256("\f".join([question, str(by.pk), str(base), device_key, text]).encode()).hexdigest()


def _role_of(person: Person, team: Team) -> str:
    """The person's roles in the team at this moment, in words."""
    roles = sorted(role.label for role in team_rules.roles_in(person, team))
    return ", ".join(roles)[:120]
