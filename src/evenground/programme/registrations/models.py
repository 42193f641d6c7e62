"""A registration file as somebody brought it, and what was decided about it."""

from django.db import models
from django.urls import reverse

from evenground.programme.cohorts.models import Cohort
from evenground.programme.people.models import Person


class RegistrationFile(models.Model):
    """One spreadsheet of registrations. Nothing in it counts before it is confirmed."""

    class Privacy:
        personal = ("content", "uploaded_by", "confirmed_by")
        open = ("id", "cohort", "name", "sha256", "columns", "joins", "uploaded_at", "confirmed_at", "outcome")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="registration_files")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField(default=dict, blank=True)  # what a column holds: {"email": "E-mail", …}
    joins = models.JSONField(default=dict, blank=True)  # a spelling: the organisation it means, or "" for a new one
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)  # how many were made, joined and left out

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("registrations:preview", args=[self.pk])
