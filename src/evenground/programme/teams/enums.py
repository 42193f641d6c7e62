from django.db.models import TextChoices


class TeamRole(TextChoices):
    """What somebody does in a team."""

    LEAD = "lead", "Project lead"
    PRACTITIONER = "practitioner", "Practitioner"
    COMMISSIONER = "commissioner", "Commissioner"
    MANAGER = "manager", "Manager"
    ANALYST = "analyst", "Analyst"
    PUBLIC_ADVISER = "public_adviser", "Public adviser"
    INTERN = "intern", "Intern"
    RESEARCHER = "researcher", "Researcher"
    DECISION_MAKER = "decision_maker", "Decision maker"


class TeamState(TextChoices):
    ACTIVE = "active", "Taking part"
    PAUSED = "paused", "Paused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    NO_REPORT = "no_report", "Finished without a report"
    COMPLETE = "complete", "Report complete"
