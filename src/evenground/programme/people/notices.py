"""What people are told by e-mail."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import send_mail
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from evenground.programme.people.models import Invitation, Person

_LINKS = "evenground.invitation"
_INVITATION = """Hello {name},

{sender} has invited you to {about}.

To sign in, open this page and ask for a code. You do not need a password:
{link}

Your e-mail address is already known there. If you did not expect this message, you can ignore it.
"""
_CODE = """Hello,

Your code to sign in to Evenground:

{code}

It works for 15 minutes. If you did not ask for it, you can ignore this message: nobody can sign in without it.
"""
_NOT_KNOWN = """Hello,

Somebody asked for a code to sign in to Evenground with this e-mail address. It is not known there.

If it was you, ask whoever invited you which address they used. If not, you can ignore this message.
"""


def link_key(person: Person) -> str:
    """Who a link is for, in a form that tells a log nothing and that nobody can make up."""
    return Signer(salt=_LINKS).sign(str(person.pk))


def address_for(key: str) -> str:
    """The address of the person a link is for; none when the key is not one of ours."""
    try:
        pk = Signer(salt=_LINKS).unsign(key)
    except BadSignature:
        return ""
    return Person.objects.filter(pk=pk).values_list("email", flat=True).first() or ""


def send_code(address: str, *, code: str) -> None:
    """Send the code that signs a person in."""
    send_mail("Evenground: your code to sign in", _CODE.format(code=code), None, [address])


def send_not_known(address: str) -> None:
    """Answer an address that nobody here has, so that the page need not say whether it is known."""
    send_mail("Evenground: this address is not known", _NOT_KNOWN, None, [address])


def send_invitation(invitation: Invitation) -> None:
    """Send the invitation. The link may be opened any number of times; the code is what signs in."""
    person = invitation.person
    link = settings.SITE_URL + reverse("account_request_login_code") + "?" + urlencode({"for": link_key(person)})
    text = _INVITATION.format(name=person.name, sender=invitation.sent_by.name, about=invitation.about, link=link)
    send_mail(f"Evenground: invitation to {invitation.about}", text, None, [person.email or ""])
