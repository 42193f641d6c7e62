"""Groups, as the person looking may see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from evenground.programme.cigs.models import Cig, Facilitation, Forming, Place, Readiness
from evenground.programme.cohorts import queries as cohort_queries
from evenground.programme.cohorts.enums import Appointed
from evenground.programme.cohorts.models import Cohort
from evenground.programme.people.models import Person
from evenground.programme.teams import queries as team_queries
from evenground.programme.teams.enums import TeamRole
from evenground.programme.teams.models import Membership, Team


def formings_seen_by(person: Person) -> QuerySet[Forming]:
    """Proposals, for those who run the cohort. Everybody else sees the groups once they are confirmed."""
    runs = cohort_queries.cohorts_run_by(person, *team_queries.RUNNERS)
    return Forming.objects.filter(cohort__in=runs).select_related("cohort__programme", "made_by")


def cigs_seen_by(person: Person) -> QuerySet[Cig]:
    """The groups of one's own teams, and every group of a cohort one helps to run."""
    seats = Membership.objects.current().filter(person=person).exclude(role=TeamRole.DECISION_MAKER)
    runs = cohort_queries.cohorts_run_by(person, *team_queries.RUNNERS)
    mine = Place.objects.filter(until=None, team__in=seats.values("team"))
    return Cig.objects.filter(Q(pk__in=mine.values("cig")) | Q(cohort__in=runs)).select_related("cohort__programme")


def with_rosters(cigs: QuerySet[Cig]) -> QuerySet[Cig]:
    """Groups with everybody in them: four questions to the database, however many groups."""
    seats = Membership.objects.current().exclude(role=TeamRole.DECISION_MAKER).select_related("person__organisation")
    places = (
        Place.objects.filter(until=None)
        .select_related("team__organisation")
        .prefetch_related(Prefetch("team__memberships", queryset=seats, to_attr="seats"))
    )
    facilitations = Facilitation.objects.filter(until=None).select_related("person__organisation")
    return cigs.prefetch_related(
        Prefetch("places", queryset=places, to_attr="current_places"),
        Prefetch("facilitations", queryset=facilitations, to_attr="current_facilitations"),
    )


def cig_of_team(teams: Iterable[int]) -> Mapping[int, Cig]:
    """The group each team is in today, by the team's key."""
    places = Place.objects.filter(team__in=list(teams), until=None).select_related("cig")
    return {place.team_id: place.cig for place in places}


def ready_facilitators(cohort: Cohort) -> list[Readiness]:
    """What each facilitator of the cohort can offer; one who said nothing can lead one group on any theme."""
    said = {
        readiness.person_id: readiness
        for readiness in cohort.facilitators.select_related("person__organisation").prefetch_related("conflicts")
    }
    appointed = cohort_queries.appointments_to(cohort, Appointed.FACILITATOR)
    return [said.get(each.person_id) or Readiness(person=each.person, cohort=cohort) for each in appointed]


@dataclass(frozen=True)
class ProposedGroup:
    """One group of a proposal with people's and teams' names in it."""

    label: str
    facilitator: str
    score: float
    teams: tuple[tuple[Team, str, bool], ...]  # the team, why it is there, whether it is pinned
    parts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def groups_of(forming: Forming) -> list[ProposedGroup]:
    """A proposal as a lead reads it. Two questions to the database, however many groups."""
    teams = {str(team.pk): team for team in forming.cohort.teams.all()}
    keys = [int(group["facilitator"]) for group in forming.proposal["groups"] if group["facilitator"]]
    names = dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))
    why = forming.proposal["why"]
    return [
        ProposedGroup(
            label=group["label"],
            facilitator=names.get(int(group["facilitator"] or 0), "Nobody yet"),
            score=group["score"],
            teams=tuple((teams[key], why.get(key, ""), key in forming.pins) for key in group["teams"] if key in teams),
            parts=tuple((part["name"], part["words"]) for part in group["parts"]),
            warnings=tuple(group["warnings"]),
        )
        for group in forming.proposal["groups"]
    ]
