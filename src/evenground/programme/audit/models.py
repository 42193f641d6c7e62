"""The record of what was done. Append-only: the database itself refuses to change or remove a line."""

from django.db import models


class Event(models.Model):
    """One thing somebody did. Names are looked up when it is shown, so that no personal data stands in it."""

    class Privacy:
        personal = ("actor_id", "subject_id")
        open = ("id", "at", "verb", "about_type", "about_id", "saying", "reason", "cohort_id", "team_id")

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    verb = models.CharField(max_length=60)  # "cigs.confirmed"
    about_type = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    saying = models.CharField(max_length=400)  # "confirmed the 4 groups of Cohort 2"; {subject} stands for a person
    reason = models.CharField(max_length=400, blank=True)
    # Plain numbers, not foreign keys: a record outlives what it tells of, and knows no context above it.
    actor_id = models.BigIntegerField(null=True)
    subject_id = models.BigIntegerField(null=True)
    cohort_id = models.BigIntegerField(null=True, db_index=True)
    team_id = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.about_type} {self.about_id}"
