"""Adding people and organisations, and inviting people to sign in."""

from django.db import transaction

from evenground.programme.audit.actions import record
from evenground.programme.people import notices, queries, rules
from evenground.programme.people.enums import OrganisationKind
from evenground.programme.people.models import Invitation, Organisation, OrganisationSpelling, Person


@transaction.atomic
def add_organisation(*, name: str, kind: OrganisationKind = OrganisationKind.OTHER, by: Person | None) -> Organisation:
    """Add an organisation, or give back the one already known by this name or a spelling of it."""
    if known := queries.organisation_spelt(name):
        return known
    organisation = Organisation(name=" ".join(name.split()), kind=kind)
    organisation.full_clean()
    organisation.save()
    record("people.organisation_added", about=organisation, by=by, saying=f"added the organisation {organisation}")
    return organisation


@transaction.atomic
def join_spelling(*, organisation: Organisation, spelling: str, by: Person) -> None:
    """Remember that another spelling means this organisation."""
    spelling = " ".join(spelling.split())
    if queries.organisation_spelt(spelling) is None:
        OrganisationSpelling.objects.create(organisation=organisation, spelling=spelling)
        record(
            "people.spelling_joined",
            about=organisation,
            by=by,
            saying=f"noted that “{spelling}” means {organisation}",
        )


@transaction.atomic
def add_person(
    *,
    name: str,
    email: str | None = None,
    phone: str = "",
    organisation: Organisation | None = None,
    made_up: bool = False,
    may_start_programmes: bool = False,
    by: Person | None,
) -> Person:
    """Add a person, or give back the one who already has this address."""
    if email and (known := queries.person_with_email(email)):
        return known
    person = Person.objects.named(
        name=" ".join(name.split()),
        email=email,
        phone=phone,
        organisation=organisation,
        made_up=made_up,
        may_start_programmes=may_start_programmes,
    )
    record("people.added", about=person, by=by, subject=person, saying="added {subject}")
    return person


@transaction.atomic
def invite(*, person: Person, about: str, by: Person) -> Invitation:
    """Tell a person by e-mail that they can sign in, and what it is about."""
    rules.check_can_be_invited(person)
    about = " ".join(about.split())[:200]  # it stands in the subject of a letter: one line
    invitation = Invitation.objects.create(person=person, sent_by=by, about=about)
    record("people.invited", about=invitation, by=by, subject=person, saying=f"invited {{subject}} to {about}")
    transaction.on_commit(lambda: notices.send_invitation(invitation))
    return invitation


@transaction.atomic
def change_details(*, person: Person, name: str, phone: str, by: Person) -> Person:
    """Change how a person is named and reached."""
    person.name, person.phone = " ".join(name.split()), phone.strip()
    person.full_clean(exclude=["password"])
    person.save(update_fields=["name", "phone"])
    record("people.details_changed", about=person, by=by, subject=person, saying="changed the details of {subject}")
    return person
