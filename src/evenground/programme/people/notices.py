"""What people are told by e-mail."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

from evenground.programme.people.models import Invitation

_INVITATION = """Hello {name},

{sender} has invited you to {about}.

To sign in, open this page and ask for a code. You do not need a password:
{link}

Your e-mail address is already known there. If you did not expect this message, you can ignore it.
"""


def send_invitation(invitation: Invitation) -> None:
    """Send the invitation. The link may be opened any number of times; the code is what signs in."""
    person = invitation.person
    link = settings.SITE_URL + reverse("account_request_login_code") + "?" + urlencode({"email": person.email or ""})
    text = _INVITATION.format(name=person.name, sender=invitation.sent_by.name, about=invitation.about, link=link)
    send_mail(f"Evenground: invitation to {invitation.about}", text, None, [person.email or ""])
