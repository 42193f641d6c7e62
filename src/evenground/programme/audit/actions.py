"""The only way to write in the record."""

from typing import Any

from django.db import models

from evenground.programme.audit.models import Event


def record(
    verb: str,
    *,
    about: models.Model,
    by: models.Model | None,
    saying: str,
    subject: models.Model | None = None,
    reason: str = "",
) -> Event:
    """Note one thing that was done, inside the transaction that does it.

    ``saying`` finishes the sentence that the actor's name begins: "confirmed the 4 groups of Cohort 2".
    It holds no personal data; ``{subject}`` stands for the person it was done to.
    The cohort and the team are read from what it is about.
    """
    return Event.objects.create(
        verb=verb,
        about_type=about._meta.label_lower,
        about_id=about.pk,
        saying=saying[:400],
        reason=reason[:400],
        actor_id=by.pk if by else None,
        subject_id=subject.pk if subject else None,
        cohort_id=_part_of(about, "cohort"),
        team_id=_part_of(about, "team"),
    )


def _part_of(about: models.Model, whole: str) -> int | None:
    """The cohort or team a record belongs to: itself, its own key, or its team's."""
    if about._meta.model_name == whole:
        return int(about.pk)
    key: Any = getattr(about, f"{whole}_id", None)
    if key is None and whole == "cohort" and (team := getattr(about, "team", None)) is not None:
        key = team.cohort_id
    return int(key) if key is not None else None
