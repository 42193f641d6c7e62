"""Finding people and organisations."""

from evenground.programme.people.models import Organisation, OrganisationSpelling, Person


def organisation_spelt(name: str) -> Organisation | None:
    """The organisation known by this name or by a spelling somebody has joined to it."""
    name = " ".join(name.split())
    known = Organisation.objects.filter(name__iexact=name).first()
    if known is None:
        spelling = OrganisationSpelling.objects.filter(spelling__iexact=name).select_related("organisation").first()
        known = spelling.organisation if spelling else None
    return known


def person_with_email(email: str) -> Person | None:
    """The person who signs in with this address, whatever its capitals."""
    return Person.objects.filter(email__iexact=email.strip()).first()
