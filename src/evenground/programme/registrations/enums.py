from django.db.models import TextChoices


class Field(TextChoices):
    """What a column of a registration file can hold."""

    NAME = "name", "Full name"
    FIRST_NAME = "first_name", "First name"
    LAST_NAME = "last_name", "Last name"
    EMAIL = "email", "E-mail address"
    PHONE = "phone", "Telephone number"
    ORGANISATION = "organisation", "Organisation"
    ROLE = "role", "Role"
    TEAM = "team", "Team"
    PROJECT = "project", "Project being evaluated"
    SINCE = "since", "Date joined"
    SERVICE = "service", "Kind of service"
    CONDITION = "condition", "Condition or group of people"
    STAGE = "stage", "Stage of the service"
    AREA = "area", "Area served"


class Weight(TextChoices):
    """How much a problem in a row matters."""

    LEFT_OUT = "left_out", "This row is left out"
    LOOK = "look", "Please look"
