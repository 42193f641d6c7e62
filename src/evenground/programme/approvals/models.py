"""What kind of project a team's is, where it is registered, and who signed its evaluation plan."""

from django.db import models

from evenground.programme.approvals.enums import ProjectKind, RegistrationState
from evenground.programme.people.models import Person
from evenground.programme.teams.models import Team


class Registration(models.Model):
    """A team's kind of project and its registration with the organisation that must know of it."""

    class Privacy:
        personal = ()
        open = ("id", "team", "kind", "reason", "body", "reference", "state", "asked_on", "decided_on")

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="registration")
    kind = models.CharField(max_length=20, choices=ProjectKind.choices)
    reason = models.TextField("why it is of that kind")
    body = models.CharField("registered with", max_length=200, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=12, choices=RegistrationState.choices, default=RegistrationState.NOT_STARTED)
    asked_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display()})"

    @property
    def started(self) -> bool:
        return self.state != RegistrationState.NOT_STARTED


class SignOff(models.Model):
    """Somebody signed the team's evaluation plan as it stood. The plan's fingerprint says which text that was."""

    class Privacy:
        personal = ("person",)
        open = ("id", "team", "role_then", "plan_digest", "signed_at")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="sign_offs")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role_then = models.CharField(max_length=60)
    plan_digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(fields=["team", "person", "plan_digest"], name="plan_signed_once_by_each")
        ]

    def __str__(self) -> str:
        return f"Sign-off {self.pk}"
