from django.db.models import TextChoices


class DatasetKind(TextChoices):
    OUTCOME = "outcome", "An outcome by neighbourhood"
    SIMILAR_AREAS = "similar_areas", "Which areas are alike"
