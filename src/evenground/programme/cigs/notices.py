"""Everybody is told who is in their group."""

from django.conf import settings
from django.core.mail import send_mail

from evenground.programme.cigs.models import Cig
from evenground.programme.teams import queries as team_queries
from evenground.programme.teams.enums import TeamRole

_TEXT = """Hello {name},

Your team, {team}, is in the group “{cig}”.

Who else is in it, what they work on, how to reach them and who facilitates:
{link}
"""


def tell_members(cigs: list[Cig]) -> None:
    """Send each member a link to their group's roster."""
    for cig in cigs:
        link = settings.SITE_URL + cig.get_absolute_url()
        for place in cig.places.filter(until=None).select_related("team"):
            seats = team_queries.members_of(place.team).exclude(role=TeamRole.DECISION_MAKER)
            for person in {seat.person for seat in seats if seat.person.email}:
                text = _TEXT.format(name=person.name, team=place.team, cig=cig, link=link)
                send_mail(f"Evenground: your group is {cig}", text, None, [person.email or ""])
