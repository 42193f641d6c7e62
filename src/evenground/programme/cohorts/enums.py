from django.db.models import TextChoices


class Appointed(TextChoices):
    """What somebody does for a whole cohort or programme."""

    PROGRAMME_LEAD = "programme_lead", "Programme lead"
    DESIGN_TEAM = "design_team", "Design team"
    FACILITATOR = "facilitator", "Academic facilitator"
    EXPERT = "expert", "Methodological or topic expert"
    STEERING_BOARD = "steering_board", "Steering board"
    ORGANISATIONAL_LEAD = "organisational_lead", "R&D or line manager"
    RESEARCHER = "researcher", "Programme researcher"
