"""People and the organisations they come from."""

import secrets
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from evenground.programme.people.enums import OrganisationKind


def _calendar_key() -> str:
    return secrets.token_urlsafe(24)


class Organisation(models.Model):
    """A trust, a council, a university, a charity …"""

    class Privacy:
        personal = ()
        open = ("id", "name", "kind")

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices, default=OrganisationKind.OTHER)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="organisation_name_once")]

    def __str__(self) -> str:
        return self.name


class OrganisationSpelling(models.Model):
    """Another way an organisation's name has been written, as a person once decided."""

    class Privacy:
        personal = ()
        open = ("id", "organisation", "spelling")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="spellings")
    spelling = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("spelling"), name="organisation_spelling_once")]

    def __str__(self) -> str:
        return self.spelling


class People(BaseUserManager["Person"]):
    """Finds people by their e-mail address, whatever its capitals."""

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email__iexact=email)

    def named(self, *, name: str, email: str | None, **rest: object) -> "Person":
        """A new person, who signs in by code until they choose a password."""
        person = self.model(name=name, email=email.strip().lower() if email else None, **rest)
        person.set_unusable_password()
        person.full_clean(exclude=["password"])
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody in the programme. What they do in it is in their memberships, never here."""

    class Privacy:
        personal = ("name", "email", "phone", "password", "last_login", "calendar_key", "organisation")
        open = ("id", "is_active", "made_up", "may_start_programmes", "created_at")

    name = models.CharField(max_length=200)
    email = models.EmailField(null=True, blank=True, unique=True)  # some people take part on paper or by telephone
    phone = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)
    made_up = models.BooleanField(default=False)
    may_start_programmes = models.BooleanField(default=False)
    calendar_key = models.CharField(max_length=64, unique=True, default=_calendar_key)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A person was told by e-mail that they can sign in."""

    class Privacy:
        personal = ("person", "sent_by")
        open = ("id", "sent_at", "about")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    about = models.CharField(max_length=200)

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"
