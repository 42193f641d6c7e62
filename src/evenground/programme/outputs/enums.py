from django.db.models import TextChoices


class DecisionKind(TextChoices):
    CHANGE = "change", "Change the service"
    KEEP = "keep", "Keep the service"
    STOP = "stop", "Stop the service"
    NO_CHANGE = "no_change", "No change made"
    NEED_MORE = "need_more", "Need to know more first"
