"""Analysing data, sharing a result, saying what it means. Every result passes the disclosure gate."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from evenground.analysis.errors import AnalysisError
from evenground.programme.audit.actions import record
from evenground.programme.datasets.models import Dataset
from evenground.programme.equity import queries, rules
from evenground.programme.equity.models import Interpretation, Release
from evenground.programme.errors import RuleBroken
from evenground.programme.people.models import Person
from evenground.programme.teams import rules as team_rules


def analyse(
    *,
    dataset: Dataset,
    area: str,
    similar: Dataset | None = None,
    profile: str = "hes",
    minimum_population: float = 0,
    reason: str = "",
    by: Person,
) -> Release:
    """Work out the outcome by deprivation for one area and pass it through the gate. The analysts alone see it yet."""
    rules.check_can_analyse(by, dataset)
    released, charts = _worked_out(dataset, area, similar, profile, minimum_population, reason)
    # The working out is outside the transaction: it takes seconds, and nobody else should wait for them.
    with transaction.atomic():
        release = Release.objects.create(
            team=dataset.team,
            dataset=dataset,
            title=_title(released),
            area=area,
            profile=profile,
            internal=released.internal,
            body=released.to_json(),
            digest=released.digest,
            charts=charts,
            made_by=by,
        )
        kind = "an internal view of uncontrolled figures" if released.internal else "a result"
        record("equity.analysed", about=release, by=by, saying=f"worked out {kind} for {dataset.team}", reason=reason)
    return release


@transaction.atomic
def share(*, release: Release, by: Person) -> Release:
    """Let the whole team, its facilitators and its decision makers see a result."""
    release = Release.objects.select_for_update().get(pk=release.pk)
    rules.check_can_share(by, release)
    _check_safe_beside_what_is_shared(release)
    release.shared_at = timezone.now()
    release.save(update_fields=["shared_at"])
    record("equity.shared", about=release, by=by, saying=f"shared “{release}” with {release.team}")
    return release


@transaction.atomic
def interpret(*, release: Release, text: str, by: Person) -> Interpretation:
    """Say what a result means, in one's own words and role. The same words sent twice are kept once."""
    release = Release.objects.select_for_update().get(pk=release.pk)
    rules.check_can_interpret(by, release)
    if known := release.interpretations.filter(author=by, text=text.strip()).first():
        return known
    roles = ", ".join(sorted(role.label for role in team_rules.roles_in(by, release.team)))
    interpretation = Interpretation.objects.create(release=release, author=by, role_then=roles[:60], text=text.strip())
    record("equity.interpreted", about=release, by=by, saying=f"said what “{release}” means")
    return interpretation


def _worked_out(
    dataset: Dataset, area: str, similar: Dataset | None, profile: str, minimum_population: float, reason: str
) -> tuple[Any, list[dict[str, Any]]]:
    from evenground.analysis import pipeline, tables  # heavy, and only when something is worked out
    from evenground.analysis.disclosure import InternalPolicy

    try:
        policy = InternalPolicy(reason=reason) if profile == "internal" else None
        analysis = pipeline.analyse(
            dataset.file.path,
            area=area.strip(),
            columns=tables.Columns(**dataset.columns),
            period=dataset.period,
            unit=dataset.unit,
            similar=similar.file.path if similar else None,
            profile=profile,
            policy=policy,
            earlier=queries.shared_tables_of(dataset, area=area.strip()) if policy is None else (),
            minimum_population=minimum_population,
            attribution=dataset.attribution,
            source=dataset.name,
            national_name=dataset.covers,
        )
    except AnalysisError as error:
        said = str(error).replace(Path(dataset.file.path).name, dataset.name)  # people know the file by its own name
        raise RuleBroken(said) from error
    charts = [
        {"title": chart.title, "description": chart.description, "svg": chart.svg, "table": chart.table}
        for chart in analysis.charts()
    ]
    return analysis.released, charts


def _check_safe_beside_what_is_shared(release: Release) -> None:
    """Two results may be harmless each by itself and give a hidden number away together."""
    from evenground.analysis.disclosure import attack

    if release.internal:
        return
    for leak in attack(
        [release.released, *queries.shared_tables_of(release.dataset, area=release.area, besides=release)]
    )[:1]:
        raise RuleBroken(
            f"This result cannot be shared: beside what is shared already, {leak.row} could be worked out. Work it out"
            " again: what is shared will then be taken into account."
        )


def _title(released: Any) -> str:
    about = released.provenance
    unit = about.unit[:1].upper() + about.unit[1:]
    return f"{unit} by deprivation, {about.area_name}, {about.period}"[:200]
