"""Answers as revisions. Each saved text is kept for ever; the newest numbered one is the team's answer."""

from django.db import models
from django.db.models import Q

from evenground.programme.people.models import Person
from evenground.programme.teams.models import Team


class Revision(models.Model):
    """One text somebody saved for one question. A text that clashed is kept aside, without a number."""

    class Privacy:
        personal = ("author", "on_behalf_of", "text")
        open = (
            "id", "team", "question", "number", "role_then", "base", "joined", "settles", "saved_at", "device_key",
        )  # fmt: skip

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="revisions")
    question = models.CharField(max_length=60)
    number = models.PositiveIntegerField(null=True)  # 1, 2, 3 … within the question; none for a text kept aside
    text = models.TextField(blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    role_then = models.CharField(max_length=120)
    base = models.PositiveIntegerField(default=0)  # the number of the revision it was written from
    joined = models.BooleanField(default=False)  # merged with somebody's newer text
    settles = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="settled_by")
    saved_at = models.DateTimeField(auto_now_add=True)
    device_key = models.CharField(max_length=64, null=True)  # the same edit sent twice is kept once

    class Meta:
        ordering = ["team", "question", "saved_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["team", "question", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["team", "device_key"], condition=~Q(device_key=None), name="edit_kept_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.number or 'aside'}"

    @property
    def aside(self) -> bool:
        return self.number is None

    @property
    def voice(self) -> Person:
        """Whose words these are: the person it was typed for, or the one who typed."""
        return self.on_behalf_of or self.author
