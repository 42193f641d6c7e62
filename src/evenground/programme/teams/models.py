"""Teams: the mixed groups who each evaluate one service, and the people in them."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from evenground.programme.cohorts.models import Cohort
from evenground.programme.people.models import Organisation, Person
from evenground.programme.teams.enums import TeamRole, TeamState


class Team(models.Model):
    """A team and the project it evaluates."""

    class Privacy:
        personal = ()
        open = (
            "id", "cohort", "name", "project", "summary", "organisation", "area",
            "service", "condition", "stage", "state", "state_reason", "state_since",
        )  # fmt: skip

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=120)
    project = models.CharField("project being evaluated", max_length=200)
    summary = models.TextField("the project in plain words", blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    area = models.CharField("area served", max_length=120, blank=True)
    service = models.CharField("kind of service", max_length=120, blank=True)
    condition = models.CharField("condition or group", max_length=120, blank=True)
    stage = models.CharField("stage of the service", max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=TeamState.choices, default=TeamState.ACTIVE)
    state_reason = models.CharField(max_length=200, blank=True)
    state_since = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("cohort", Lower("name"), name="team_name_once"),
            models.CheckConstraint(
                condition=Q(state="active") | Q(state="complete") | ~Q(state_reason=""), name="team_stopped_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("teams:team", args=[self.pk])

    @property
    def taking_part(self) -> bool:
        return self.state in {TeamState.ACTIVE, TeamState.COMPLETE}


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: date | None = None) -> "MembershipQuerySet":
        day = on or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=day))


class Membership(models.Model):
    """A person in a team, in one role, from when to when. Leaving ends it; it is never removed."""

    class Privacy:
        personal = ("person", "reason_for_leaving")
        open = ("id", "team", "role", "since", "until")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=TeamRole.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason_for_leaving = models.CharField(max_length=200, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["team", "role", "person__name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "team", "role"], condition=Q(until=None), name="membership_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"
