"""Results by group that have passed the disclosure gate, and what people make of them."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse

from evenground.programme.datasets.models import Dataset
from evenground.programme.people.models import Person
from evenground.programme.teams.models import Team

if TYPE_CHECKING:
    from evenground.analysis.results import Released


class Release(models.Model):
    """One released result. It is stored as the gate gave it, and opened again with its fingerprint checked."""

    class Privacy:
        personal = ("made_by",)
        open = (
            "id", "team", "dataset", "title", "area", "profile", "internal", "body", "digest", "charts",
            "made_at", "shared_at",
        )  # fmt: skip

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="releases")
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    area = models.CharField(max_length=40)
    profile = models.CharField("rule for small numbers", max_length=30)
    internal = models.BooleanField(default=False)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    charts = models.JSONField(default=list, blank=True)  # title, description, svg, table: drawn once, when released
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    shared_at = models.DateTimeField(null=True, blank=True)  # before that the analysts alone see it

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(internal=False) | models.Q(shared_at=None), name="internal_never_shared"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("equity:release", args=[self.pk])

    @cached_property
    def released(self) -> "Released":
        """The result itself, its fingerprint checked."""
        from evenground.analysis.results import Released  # here, so that starting the site stays quick

        return Released.from_json(self.body)


class Interpretation(models.Model):
    """What somebody in the team makes of a result, in their own words and role."""

    class Privacy:
        personal = ("author", "text")
        open = ("id", "release", "role_then", "written_at")

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="interpretations")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role_then = models.CharField(max_length=60)
    text = models.TextField()
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["written_at"]

    def __str__(self) -> str:
        return f"Interpretation {self.pk}"
