from django.db.models import TextChoices


class SessionKind(TextChoices):
    WORKSHOP = "workshop", "Workshop"
    CIG_MEETING = "cig_meeting", "CIG support meeting"
    REVIEW = "review", "Review meeting"
    INDUCTION = "induction", "Public adviser induction"
    DISSEMINATION = "dissemination", "Dissemination event"


class Mode(TextChoices):
    """How a session is held."""

    IN_PERSON = "in_person", "Face to face"
    ONLINE = "online", "Online"
    MIXED = "mixed", "Mixed: some in the room, some online"


class Came(TextChoices):
    """How one person took part in one session."""

    IN_PERSON = "in_person", "In the room"
    ONLINE = "online", "Online"
    PHONE = "phone", "By telephone"
    LATER = "later", "Caught up later"
    ABSENT = "absent", "Did not come"
