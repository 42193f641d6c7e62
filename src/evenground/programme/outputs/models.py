"""Signed evaluation reports, and the decisions that follow them."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from evenground.programme.outputs.enums import DecisionKind
from evenground.programme.people.models import Person
from evenground.programme.teams.models import Team

if TYPE_CHECKING:
    from evenground.analysis.report import Document


class Report(models.Model):
    """An evaluation report as it was signed. A later version is a new report; a signed one never changes."""

    class Privacy:
        personal = ("signed_by",)
        open = ("id", "team", "version", "title", "body", "digest", "signed_at")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="reports")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    body = models.TextField()  # the document as JSON; the page, the PDF and the Word file are made from it
    digest = models.CharField(max_length=64)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["-signed_at"]
        constraints = [models.UniqueConstraint(fields=["team", "version"], name="report_version_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("outputs:report", args=[self.pk])

    @cached_property
    def document(self) -> "Document":
        """The report's content, one for page, PDF and Word."""
        from evenground.analysis.report import stored  # here, so that starting the site stays quick

        return stored.from_json(self.body)


class Decision(models.Model):
    """What was decided about a service after reading a report. “No change made” is a decision."""

    class Privacy:
        personal = ("owner", "recorded_by")
        open = ("id", "report", "kind", "text", "decided_on", "follow_up_on", "recorded_at")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField("decision", max_length=10, choices=DecisionKind.choices)
    text = models.TextField("what was decided, and why")
    owner = models.CharField("who sees to it", max_length=200)
    decided_on = models.DateField()
    follow_up_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-decided_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(follow_up_on=None) | Q(follow_up_on__gte=F("decided_on")),
                name="follow_up_after_decision",
                violation_error_message="The follow-up date cannot be before the decision.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
