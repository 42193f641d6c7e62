"""Results by group: through the gate, seen by the analysts first, shared once, said what they mean."""

import csv
import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from lxml import html
from tests.programme.made_up import csv_of, data, describe, load, neighbourhoods, result, shared

from evenground.analysis.errors import BrokenRelease
from evenground.programme.audit.models import Event
from evenground.programme.datasets import actions as datasets
from evenground.programme.equity import actions, queries
from evenground.programme.equity.models import Release
from evenground.programme.errors import RuleBroken
from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamRole, TeamState

EVERYBODY = ("lead", "facilitator", "team_lead", "member", "adviser", "decision_maker", "other", "board", "stranger")


# -- who sees it --------------------------------------------------------------------------------------------------


def test_before_it_is_shared_the_analysts_alone_see_it(cast, scene):
    release = result(scene, cast)
    assert queries.releases_seen_by(cast.analyst).get() == release
    for who in EVERYBODY:
        assert not queries.releases_seen_by(getattr(cast, who)).exists(), who


def test_shared_it_is_seen_by_the_team_those_who_run_it_and_those_who_decide(cast, scene):
    shared(scene, cast)
    sees = [who for who in EVERYBODY if queries.releases_seen_by(getattr(cast, who)).exists()]
    assert sees == ["lead", "facilitator", "team_lead", "member", "adviser", "decision_maker"]


def test_an_analyst_who_left_sees_no_more(cast, scene):
    release = result(scene, cast)
    scene.team.memberships.filter(person=cast.analyst).update(until=scene.cohort.starts_on)
    assert not queries.releases_seen_by(cast.analyst).filter(pk=release.pk).exists()


def test_it_is_shared_once_and_by_an_analyst(cast, scene):
    release = result(scene, cast)
    with pytest.raises(RuleBroken, match="Only an analyst"):
        actions.share(release=release, by=cast.lead)
    actions.share(release=release, by=cast.analyst)
    with pytest.raises(RuleBroken, match="was shared on"):
        actions.share(release=release, by=cast.analyst)


# -- what stands in it --------------------------------------------------------------------------------------------


def everything_about(release: Release, client_of) -> dict[str, str]:
    """Every form in which a result leaves the house."""
    browser = client_of("adviser")
    one = [release.pk]
    pages = {"page": reverse("equity:release", args=one), "table": reverse("equity:table", args=one)}
    pages |= {f"chart {n}": reverse("equity:chart", args=[release.pk, n]) for n in range(1, len(release.charts) + 1)}
    return {name: browser.get(address).content.decode() for name, address in pages.items()}


def test_no_hidden_count_stands_anywhere(cast, scene, client_of):
    """The least deprived fifth has 3 events in 6,005 people, which would be a rate of 50."""
    release = shared(scene, cast)

    for name, text in everything_about(release, client_of).items():
        assert "49.9" not in text, name
        assert "*" in text or name.startswith("chart"), name
    row = next(
        line for line in csv.reader(io.StringIO(everything_about(release, client_of)["table"])) if "Least" in line[0]
    )
    assert "3" not in row
    assert "50" not in row
    assert row.count("*") >= 3


def test_the_page_says_the_finding_the_rule_and_where_it_comes_from(cast, scene, client_of):
    page = everything_about(shared(scene, cast), client_of)["page"]
    text = html.fromstring(page).text_content()
    for part in ("In A01 in 2024/25", "1 to 7", "Made up", "admissions.csv"):
        assert part in text


def test_a_chart_is_a_picture_and_no_page(cast, scene, client_of):
    release = shared(scene, cast)
    answer = client_of("adviser").get(reverse("equity:chart", args=[release.pk, 1]))
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client_of("adviser").get(reverse("equity:chart", args=[release.pk, 99])).status_code == 404


def test_a_result_that_was_changed_behind_our_back_is_not_shown(cast, scene):
    release = result(scene, cast)
    Release.objects.update(body=release.body.replace('"A01"', '"A02"', 1))
    with pytest.raises(BrokenRelease):
        Release.objects.get().released  # noqa: B018


# -- uncontrolled figures -----------------------------------------------------------------------------------------


def test_an_internal_result_is_never_shared(cast, scene):
    release = result(scene, cast, profile="internal", reason="Checking the hospital's own figures")

    assert release.internal
    with pytest.raises(RuleBroken, match="It cannot be shared"):
        actions.share(release=release, by=cast.analyst)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.update(shared_at=release.made_at)
    assert not queries.shared_releases_of(scene.team).exists()


def test_looking_at_uncontrolled_figures_is_in_the_record_with_its_reason(cast, scene):
    result(scene, cast, profile="internal", reason="Checking the hospital's own figures")
    line = Event.objects.first()
    assert line.verb == "equity.analysed"
    assert "uncontrolled figures" in line.saying
    assert line.reason == "Checking the hospital's own figures"


def test_the_page_wants_the_reason(cast, scene, client_of):
    address = reverse("equity:analyse", args=[data(scene, cast).pk])
    page = client_of("analyst").post(address, {"area": "A01", "profile": "internal", "minimum_population": "0"})
    assert "Say why uncontrolled figures are needed" in page.content.decode()
    assert not Release.objects.exists()


@pytest.mark.parametrize("who", ["lead", "member", "adviser", "facilitator"])
def test_nobody_else_analyses(cast, scene, who):
    with pytest.raises(RuleBroken, match="Only an analyst"):
        actions.analyse(dataset=data(scene, cast), area="A01", by=getattr(cast, who))


# -- bad input ----------------------------------------------------------------------------------------------------


def spoilt(change) -> bytes:
    return csv_of([tuple(change(n, list(row))) for n, row in enumerate(neighbourhoods())])


def put(place: int, value):
    return lambda n, row: [value if n == 4 and at == place else cell for at, cell in enumerate(row)]


@pytest.mark.parametrize(
    "content, says",
    [
        (spoilt(put(1, -3)), "Row 6, column “events”: -3 is below zero"),
        (spoilt(lambda n, row: [*row[:3], n + 1, row[4]]), "looks like a rank from 1 to 360, not scaled from 0 to 1"),
        (spoilt(put(3, "high")), "Row 6, column “rank”: “high” is not a number"),
        (spoilt(put(1, "=1+2")), "Row 6, column “events”: “=1+2” is not a number"),
    ],
    ids=["negative count", "rank not scaled", "rank in words", "a formula"],
)
def test_bad_figures_are_said_with_their_place(cast, scene, client_of, content, says):
    dataset = describe(load(scene.team, content, by=cast.analyst), by=cast.analyst)
    page = client_of("analyst").post(
        reverse("equity:analyse", args=[dataset.pk]), {"area": "A01", "profile": "hes", "minimum_population": "0"}
    )
    (problem,) = html.fromstring(page.content).xpath("//*[contains(@class, 'nhsuk-error-summary__list')]")
    assert says in problem.text_content()
    assert dataset.sha256 not in page.content.decode()


def test_a_place_where_nobody_lives_is_left_out_and_said(cast, scene):
    dataset = describe(load(scene.team, spoilt(put(2, 0)), by=cast.analyst), by=cast.analyst)
    release = actions.analyse(dataset=dataset, area="A01", by=cast.analyst)
    assert "left out for nobody living there" in " ".join(release.released.how)


def test_a_column_that_is_gone_is_named(cast, scene):
    rows = [(area, people, rank) for area, _, people, rank, _ in neighbourhoods()]
    dataset = describe(load(scene.team, csv_of(rows, ("area", "people", "rank")), by=cast.analyst), by=cast.analyst)
    with pytest.raises(RuleBroken, match="events"):
        actions.analyse(dataset=dataset, area="A01", by=cast.analyst)


def test_an_area_that_is_not_in_the_file_is_said(cast, scene):
    with pytest.raises(RuleBroken, match="Z99"):
        actions.analyse(dataset=data(scene, cast), area="Z99", by=cast.analyst)


def test_an_area_without_a_deprived_neighbourhood_still_gets_an_answer(cast, scene):
    rows = [row for row in neighbourhoods() if not (row[0] == "A02" and row[3] > 0.8)]
    dataset = describe(load(scene.team, csv_of(rows), by=cast.analyst), by=cast.analyst)
    release = actions.analyse(dataset=dataset, area="A02", by=cast.analyst)
    assert "no neighbourhood in this fifth" in release.body


def test_a_file_removed_meanwhile_is_said(cast, scene, client_of):
    dataset = data(scene, cast)
    datasets.remove(dataset=dataset, by=cast.analyst)
    assert client_of("analyst").get(reverse("equity:analyse", args=[dataset.pk])).status_code == 404


# -- what it means ------------------------------------------------------------------------------------------------


def test_everybody_in_the_team_says_what_it_means_in_their_role(cast, scene, client_of):
    release = shared(scene, cast)
    address = release.get_absolute_url()
    client_of("adviser").post(address, {"text": "It is <b>further</b> to the clinic."})

    page = client_of("member").get(address).content.decode()
    assert "It is &lt;b&gt;further&lt;/b&gt; to the clinic." in page
    assert "Public adviser" in page


def test_nobody_says_what_it_means_before_they_can_see_it(cast, scene):
    release = result(scene, cast)
    with pytest.raises(RuleBroken, match="has not been shared"):
        actions.interpret(release=release, text="x", by=cast.member)
    actions.share(release=release, by=cast.analyst)
    for who in ("lead", "decision_maker", "other"):
        with pytest.raises(RuleBroken, match="Only members"):
            actions.interpret(release=release, text="x", by=getattr(cast, who))


def test_a_team_that_stopped_shares_no_more(cast, scene):
    release = result(scene, cast)
    teams.change_state(team=scene.team, state=TeamState.WITHDRAWN, reason="No staff", by=cast.lead)
    with pytest.raises(RuleBroken, match="no longer taking part"):
        actions.share(release=Release.objects.get(pk=release.pk), by=cast.analyst)


def test_an_analyst_of_another_team_sees_nothing_of_it(cast, scene):
    teams.join(team=scene.other_team, person=cast.other, role=TeamRole.ANALYST, by=cast.lead)
    result(scene, cast)
    assert not queries.releases_seen_by(cast.other).exists()


# -- more than one result of the same file ------------------------------------------------------------------------


def seven_in_the_least_deprived_fifth(scene, cast):
    """Hidden by the hospital rule (1 to 7) and shown as 9 by sixes (7 to 12): together they leave only 7."""
    rows = neighbourhoods()
    rows[0] = (rows[0][0], 7, *rows[0][2:])
    return describe(load(scene.team, csv_of(rows), by=cast.analyst), by=cast.analyst)


def least(release):
    return release.released.rows[-1].cells["count"]


def test_a_new_result_hides_what_an_earlier_one_would_give_away(cast, scene):
    dataset = seven_in_the_least_deprived_fifth(scene, cast)
    alone = result(scene, cast, dataset, profile="midpoint6")
    actions.share(release=result(scene, cast, dataset), by=cast.analyst)
    beside = result(scene, cast, dataset, profile="midpoint6")

    assert least(alone).text == "9"
    assert least(beside).text == "*"
    assert "an earlier release of the same data" in least(beside).why
    actions.share(release=beside, by=cast.analyst)


def test_the_page_says_why_each_figure_is_not_shown(cast, scene, client_of):
    dataset = seven_in_the_least_deprived_fifth(scene, cast)
    actions.share(release=result(scene, cast, dataset), by=cast.analyst)
    beside = result(scene, cast, dataset, profile="midpoint6")

    page = html.fromstring(client_of("analyst").get(beside.get_absolute_url()).content)
    reasons = [" ".join(reason.text_content().split()) for reason in page.xpath("//*[@id='withheld']/li")]

    assert any("earlier release of the same data" in reason and "Least deprived" in reason for reason in reasons)
    assert all(reason.startswith("Withheld") for reason in reasons)


def test_a_page_with_nothing_hidden_has_no_reasons(cast, scene, client_of):
    release = result(scene, cast, profile="internal", reason="To look for an error in the coding")

    page = html.fromstring(client_of("analyst").get(release.get_absolute_url()).content)

    assert not page.xpath("//*[@id='withheld']")


def test_two_results_that_tell_a_number_together_are_not_both_shared(cast, scene):
    dataset = seven_in_the_least_deprived_fifth(scene, cast)
    one, other = result(scene, cast, dataset), result(scene, cast, dataset, profile="midpoint6")
    actions.share(release=one, by=cast.analyst)

    with pytest.raises(RuleBroken, match=r"beside what is shared already, .* could be worked out\. Work it out again"):
        actions.share(release=other, by=cast.analyst)
    other.refresh_from_db()
    assert other.shared_at is None


@pytest.mark.parametrize("profile", ["hes", "opensafely", "midpoint6", "threshold10"])
def test_every_rule_can_be_chosen(cast, scene, client_of, profile):
    dataset = data(scene, cast)
    answer = client_of("analyst").post(
        reverse("equity:analyse", args=[dataset.pk]), {"area": "A01", "profile": profile, "minimum_population": 0}
    )

    assert answer.status_code == 302, answer.content.decode()[:500]
    assert Release.objects.get().released.provenance.profile == profile
