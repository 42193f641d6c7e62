"""Collaborative Implementation Groups, who facilitates them, and how they were formed."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from evenground.programme.cohorts.models import Cohort
from evenground.programme.people.models import Organisation, Person
from evenground.programme.teams.models import Team


class Readiness(models.Model):
    """What a facilitator can offer a cohort: themes they know, how many groups, whom they must not facilitate."""

    class Privacy:
        personal = ("person", "skills", "conflicts")
        open = ("id", "cohort", "capacity")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="facilitators")
    skills = models.CharField("themes they know", max_length=400, blank=True)  # separated by commas
    capacity = models.PositiveSmallIntegerField("groups they can lead", default=1)
    conflicts = models.ManyToManyField(Organisation, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "cohort"], name="readiness_once")]

    def __str__(self) -> str:
        return f"Readiness {self.pk}"

    @property
    def themes(self) -> list[str]:
        return [skill.strip().lower() for skill in self.skills.split(",") if skill.strip()]


class Forming(models.Model):
    """One go at putting a cohort's teams into groups: what was asked, what the solver proposed, what was moved."""

    class Privacy:
        personal = ("made_by",)
        open = ("id", "cohort", "groups_wanted", "smallest", "largest", "pins", "proposal", "made_at", "confirmed_at")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="formings")
    groups_wanted = models.PositiveSmallIntegerField()
    smallest = models.PositiveSmallIntegerField(default=2)
    largest = models.PositiveSmallIntegerField(default=6)
    pins = models.JSONField(default=dict, blank=True)  # a team's key: the label of the group it must be in
    proposal: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Groups for {self.cohort}"

    def get_absolute_url(self) -> str:
        return reverse("cigs:forming", args=[self.pk])


class Cig(models.Model):
    """A Collaborative Implementation Group: several teams with a shared theme and a facilitator of their own."""

    class Privacy:
        personal = ()
        open = ("id", "cohort", "name", "formed_from")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="cigs")
    name = models.CharField(max_length=120)
    formed_from = models.ForeignKey(Forming, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["cohort", "name"], name="cig_name_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cigs:cig", args=[self.pk])


class Place(models.Model):
    """A team in a group, from when to when, and why it is there in one sentence."""

    class Privacy:
        personal = ()
        open = ("id", "cig", "team", "reason", "since", "until")

    cig = models.ForeignKey(Cig, on_delete=models.CASCADE, related_name="places")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="places")
    reason = models.CharField(max_length=500, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["team__name"]
        constraints = [
            models.UniqueConstraint(fields=["team"], condition=Q(until=None), name="team_in_one_cig_at_a_time")
        ]

    def __str__(self) -> str:
        return f"Place {self.pk}"


class Facilitation(models.Model):
    """Somebody facilitates a group, from when to when."""

    class Privacy:
        personal = ("person",)
        open = ("id", "cig", "since", "until")

    cig = models.ForeignKey(Cig, on_delete=models.CASCADE, related_name="facilitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cig", "person"], condition=Q(until=None), name="facilitates_once")
        ]

    def __str__(self) -> str:
        return f"Facilitation {self.pk}"
