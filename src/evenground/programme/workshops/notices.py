"""Everybody's calendar, as iCalendar (RFC 5545)."""

from datetime import timedelta

from django.conf import settings
from icalendar import Alarm, Calendar, Event

from evenground.programme.people.models import Person
from evenground.programme.workshops import queries
from evenground.programme.workshops.enums import Mode
from evenground.programme.workshops.models import Session


def calendar_of(person: Person) -> bytes:
    """All of a person's sessions. The file is the same, byte for byte, until one of them changes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Evenground//Workshops//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Evenground workshops")
    for session in queries.sessions_seen_by(person):
        calendar.add_component(_entry(session))
    return calendar.to_ical()


def _entry(session: Session) -> Event:
    entry = Event()
    entry.add("uid", f"{session.uid}@evenground")
    entry.add("sequence", session.sequence)
    entry.add("dtstamp", session.starts_at)
    entry.add("dtstart", session.starts_at)
    entry.add("dtend", session.ends_at)
    entry.add("summary", f"{session} ({session.cohort})")
    entry.add("status", "CANCELLED" if session.cancelled else "CONFIRMED")
    if session.mode != Mode.ONLINE and session.place:
        entry.add("location", session.place)
    if session.mode != Mode.IN_PERSON and session.joining_link:
        entry.add("conference", session.joining_link, parameters={"value": "URI", "label": "Join online"})
    entry.add("description", _in_words(session))
    entry.add("url", settings.SITE_URL + session.get_absolute_url())
    if not session.cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Tomorrow: {session}")
        alarm.add("trigger", timedelta(days=-1))
        entry.add_component(alarm)
    return entry


def _in_words(session: Session) -> str:
    """Everything again in the text, because some calendars show nothing else."""
    parts = [session.content, f"How: {session.get_mode_display()}"]
    if session.place:
        parts.append(f"Where: {session.place}")
    if session.joining_link:
        parts.append(f"Join online: {session.joining_link}")
    return "\n".join(part for part in parts if part)
