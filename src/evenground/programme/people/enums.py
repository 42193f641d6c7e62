from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    NHS_PROVIDER = "nhs_provider", "NHS provider"
    COMMISSIONER = "commissioner", "Commissioner"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    UNIVERSITY = "university", "University"
    VOLUNTARY = "voluntary", "Voluntary, community or social enterprise"
    PUBLIC = "public", "Member of the public"
    OTHER = "other", "Other"
