from django.db.models import TextChoices


class ProjectKind(TextChoices):
    """The four kinds of project that approval bodies tell apart."""

    SERVICE_EVALUATION = "service_evaluation", "Service evaluation: how well does this service do?"
    AUDIT = "audit", "Audit: does the service meet a standard set beforehand?"
    RESEARCH = "research", "Research: meant to give findings that hold elsewhere too"
    SURVEILLANCE = "surveillance", "Health surveillance: watching for and managing a risk to public health"


class RegistrationState(TextChoices):
    NOT_STARTED = "not_started", "Not started"
    ASKED = "asked", "Asked for, waiting"
    APPROVED = "approved", "Approved"
    NOT_NEEDED = "not_needed", "Not needed, as the organisation has confirmed"
    REFUSED = "refused", "Refused"
