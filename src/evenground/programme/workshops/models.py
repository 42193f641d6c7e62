"""Sessions of a cohort, and who came to each, and how."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from evenground.programme.cohorts.models import Cohort
from evenground.programme.people.models import Person
from evenground.programme.teams.models import Team
from evenground.programme.workshops.enums import Came, Mode, SessionKind


class Session(models.Model):
    """A workshop or a meeting: when, how, where."""

    class Privacy:
        personal = ()
        open = (
            "id", "cohort", "kind", "number", "title", "content", "starts_at", "ends_at",
            "mode", "place", "joining_link", "cancelled", "uid", "sequence",
        )  # fmt: skip

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=15, choices=SessionKind.choices, default=SessionKind.WORKSHOP)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=200)
    content = models.TextField("what it covers", blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField("how it is held", max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    place = models.CharField(max_length=300, blank=True)
    joining_link = models.URLField(blank=True)
    cancelled = models.BooleanField(default=False)
    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)  # calendars take the higher one as newer

    class Meta:
        ordering = ["starts_at", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.UniqueConstraint(
                fields=["cohort", "number"],
                condition=Q(kind="workshop", cancelled=False),
                name="workshop_number_once",
                violation_error_message="This cohort already has a workshop with that number.",
            ),
        ]

    def __str__(self) -> str:
        return f"Workshop {self.number}: {self.title}" if self.number else self.title

    def get_absolute_url(self) -> str:
        return reverse("workshops:session", args=[self.pk])


class Attendance(models.Model):
    """How one person took part in one session, and for which team."""

    class Privacy:
        personal = ("person",)
        open = ("id", "session", "team", "came")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    came = models.CharField(max_length=10, choices=Came.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.get_came_display()} {self.pk}"
