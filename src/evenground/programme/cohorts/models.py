"""A programme, its cohorts, and the people appointed to run them."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from evenground.programme.cohorts.enums import Appointed
from evenground.programme.people.models import Person


class Programme(models.Model):
    """A partnership's run of workshops over several cohorts."""

    class Privacy:
        personal = ("contact_name", "contact_details")
        open = ("id", "name", "purpose", "created_at")

    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_details = models.CharField(max_length=200, blank=True)  # a telephone number or address, on every page
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cohorts:programme", args=[self.pk])


class Cohort(models.Model):
    """One run of the workshop series with its teams. Cohorts may overlap in time."""

    class Privacy:
        personal = ()
        open = ("id", "programme", "name", "starts_on", "ends_on")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="cohorts")
    name = models.CharField(max_length=100)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="cohort_name_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="cohort_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cohorts:cohort", args=[self.pk])


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self, on: date | None = None) -> "AppointmentQuerySet":
        day = on or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


class Appointment(models.Model):
    """A person's part in running a programme, for one cohort or for all of them, from when to when."""

    class Privacy:
        personal = ("person", "reason_for_leaving")
        open = ("id", "programme", "cohort", "role", "since", "until")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="appointments")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, null=True, blank=True, related_name="appointments")
    role = models.CharField(max_length=20, choices=Appointed.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason_for_leaving = models.CharField(max_length=200, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["role", "person__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "cohort", "role"],
                condition=Q(until=None),
                nulls_distinct=None,
                name="appointment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"
