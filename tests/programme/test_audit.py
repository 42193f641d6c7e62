"""The record: one line an action, and no way to change a line."""

import pytest
from django.db import DatabaseError, transaction

from evenground.programme.audit.models import Event
from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamRole


def test_each_action_leaves_one_line(cast, scene):
    before = Event.objects.count()

    teams.join(team=scene.team, person=cast.stranger, role=TeamRole.MANAGER, by=cast.lead)

    assert Event.objects.count() == before + 1
    line = Event.objects.first()
    assert (line.actor_id, line.subject_id, line.team_id) == (cast.lead.pk, cast.stranger.pk, scene.team.pk)
    assert line.saying == "added {subject} to Community Care as manager"


def test_no_name_stands_in_the_record(cast, scene):
    said = " ".join(Event.objects.values_list("saying", flat=True))

    for person in (cast.lead, cast.adviser, cast.stranger):
        assert person.name not in said
        assert person.email not in said


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_a_line(cast, scene, change):
    lines = Event.objects.all()
    with pytest.raises(DatabaseError, match="can be added to, never changed"), transaction.atomic():
        lines.update(saying="nothing happened") if change == "update" else lines.delete()

    assert Event.objects.exists()


def test_an_action_that_fails_leaves_no_line(cast, scene):
    from evenground.programme.errors import RuleBroken

    before = Event.objects.count()
    with pytest.raises(RuleBroken):
        teams.join(team=scene.team, person=cast.stranger, role=TeamRole.MANAGER, by=cast.stranger)
    assert Event.objects.count() == before
