"""Writing together: every text saved is kept, nobody's words are lost, everybody sees who wrote what."""

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.programme.made_up import answer

from evenground.programme.audit.models import Event
from evenground.programme.errors import RuleBroken
from evenground.programme.teams import actions as teams
from evenground.programme.teams.enums import TeamRole, TeamState
from evenground.programme.workbook import queries, rules
from evenground.programme.workbook.actions import Outcome, save_answer
from evenground.programme.workbook.models import Revision
from evenground.programme.workbook.reading import pack

WHAT = "project.what"


def texts(team, question: str = WHAT) -> list[tuple[int | None, str]]:
    return list(Revision.objects.filter(team=team, question=question).order_by("id").values_list("number", "text"))


def as_it_stands(team, question: str = WHAT):
    return queries.answers_of(team)[question]


# -- every way a save can end -------------------------------------------------------------------------------------


def test_saved(cast, scene):
    saved = answer(scene.team, WHAT, "  Nurses visit at home.\r\nWithin two hours. ", by=cast.member)

    assert saved.outcome is Outcome.SAVED
    assert (saved.revision.number, saved.revision.text) == (1, "Nurses visit at home.\nWithin two hours.")
    assert as_it_stands(scene.team).voices == (("Mo Member", "Practitioner"),)


def test_unchanged(cast, scene):
    answer(scene.team, WHAT, "Nurses visit.", by=cast.member)
    again = answer(scene.team, WHAT, "Nurses visit. ", by=cast.adviser)

    assert again.outcome is Outcome.UNCHANGED
    assert texts(scene.team) == [(1, "Nurses visit.")]


def test_joined(cast, scene):
    answer(scene.team, WHAT, "We will reduce admissions for older people.", by=cast.member)
    answer(scene.team, WHAT, "We will reduce admissions for older people in Northbank.", by=cast.adviser, base=1)

    saved = answer(scene.team, WHAT, "We will reduce emergency admissions for older people.", by=cast.member, base=1)

    assert saved.outcome is Outcome.JOINED
    assert saved.met.author == cast.adviser
    assert as_it_stands(scene.team).text == "We will reduce emergency admissions for older people in Northbank."
    assert len(texts(scene.team)) == 3


def test_clashed(cast, scene):
    answer(scene.team, WHAT, "Nurses visit at home.", by=cast.member, base=0)
    saved = answer(scene.team, WHAT, "A van goes round.", by=cast.adviser, base=0)

    assert saved.outcome is Outcome.CLASHED
    assert texts(scene.team) == [(1, "Nurses visit at home."), (None, "A van goes round.")]
    standing = as_it_stands(scene.team)
    assert (standing.text, standing.aside) == ("Nurses visit at home.", (saved.revision,))


def test_settled(cast, scene):
    answer(scene.team, WHAT, "Nurses visit at home.", by=cast.member, base=0)
    aside = answer(scene.team, WHAT, "A van goes round.", by=cast.adviser, base=0).revision

    answer(scene.team, WHAT, "Nurses visit at home, in a van.", by=cast.team_lead, settles=aside)

    standing = as_it_stands(scene.team)
    assert (standing.number, standing.aside) == (2, ())
    assert "A van goes round." in [text for _, text in texts(scene.team)]


def test_settled_by_keeping_the_answer_as_it_is(cast, scene):
    answer(scene.team, WHAT, "Nurses visit at home.", by=cast.member, base=0)
    aside = answer(scene.team, WHAT, "A van goes round.", by=cast.adviser, base=0).revision

    answer(scene.team, WHAT, "Nurses visit at home.", by=cast.adviser, settles=aside)

    assert as_it_stands(scene.team).aside == ()


def test_an_answer_can_be_taken_away_and_is_still_in_the_history(cast, scene):
    answer(scene.team, WHAT, "Nurses visit.", by=cast.member)
    answer(scene.team, WHAT, "", by=cast.member)

    assert WHAT not in queries.progress_of([scene.team.pk])[scene.team.pk].answered
    assert [text for _, text in texts(scene.team)] == ["Nurses visit.", ""]


# -- the same edit sent twice -------------------------------------------------------------------------------------


def test_the_same_edit_from_the_same_device_is_kept_once(cast, scene):
    sent = {"team": scene.team, "question": WHAT, "text": "Nurses visit.", "base": 0, "device_key": "k1"}
    first, again = save_answer(**sent, by=cast.member), save_answer(**sent, by=cast.member)

    assert first.revision == again.revision
    assert len(texts(scene.team)) == 1


def test_one_key_with_another_text_is_another_edit(cast, scene):
    """A device that used its key twice must not lose the second text."""
    for base, text in enumerate(("Nurses visit.", "Nurses visit at night.")):
        answer(scene.team, WHAT, text, by=cast.member, base=base, device_key="k1")
    answer(scene.team, "project.problem", "Too many admissions.", by=cast.member, device_key="k1")

    assert as_it_stands(scene.team).text == "Nurses visit at night."
    assert as_it_stands(scene.team, "project.problem").text == "Too many admissions."


def test_going_back_and_sending_again_changes_nothing(cast, scene):
    answer(scene.team, WHAT, "Nurses visit.", by=cast.member, base=0)
    answer(scene.team, WHAT, "A van goes round.", by=cast.adviser, base=1)

    again = answer(scene.team, WHAT, "Nurses visit.", by=cast.member, base=0)

    assert again.outcome is Outcome.SAVED
    assert as_it_stands(scene.team).text == "A van goes round."
    assert len(texts(scene.team)) == 2


def test_an_old_page_sent_untouched_puts_nobodys_words_under_my_name(cast, scene):
    answer(scene.team, WHAT, "Nurses visit.", by=cast.member)
    answer(scene.team, WHAT, "Nurses visit at home.", by=cast.member)

    stale = answer(scene.team, WHAT, "Nurses visit.", by=cast.adviser, base=1)

    assert stale.outcome is Outcome.UNCHANGED
    assert as_it_stands(scene.team).voices == (("Mo Member", "Practitioner"),)


def test_going_back_to_an_earlier_wording_on_purpose_is_a_new_revision(cast, scene):
    for text in ("Nurses visit.", "A van goes round.", "Nurses visit."):
        answer(scene.team, WHAT, text, by=cast.member)
    assert [number for number, _ in texts(scene.team)] == [1, 2, 3]


# -- who may write ------------------------------------------------------------------------------------------------


def test_typing_in_what_a_member_said_on_paper(cast, scene):
    answer(scene.team, WHAT, "They come too late.", by=cast.facilitator, on_behalf_of=cast.adviser)

    standing = as_it_stands(scene.team)
    assert standing.voices == (("Ada Adviser", "Public adviser"),)
    assert standing.current.author == cast.facilitator


@pytest.mark.parametrize("who", ["lead", "facilitator", "board", "other", "stranger", "decision_maker"])
def test_others_do_not_write_in_their_own_name(cast, scene, who):
    with pytest.raises(RuleBroken, match="Only members of Community Care"):
        answer(scene.team, WHAT, "My words.", by=getattr(cast, who))


@pytest.mark.parametrize("who", ["board", "other", "stranger", "decision_maker"])
def test_nor_for_a_member(cast, scene, who):
    with pytest.raises(RuleBroken, match="or its facilitators, can type in"):
        answer(scene.team, WHAT, "Her words.", by=getattr(cast, who), on_behalf_of=cast.adviser)


def test_nor_for_somebody_who_is_no_member(cast, scene):
    with pytest.raises(RuleBroken, match="Sam Stranger is not a member of Community Care"):
        answer(scene.team, WHAT, "His words.", by=cast.member, on_behalf_of=cast.stranger)


def test_a_role_is_kept_as_it_was_then(cast, scene):
    answer(scene.team, WHAT, "Nurses visit.", by=cast.member)
    teams.join(team=scene.team, person=cast.member, role=TeamRole.INTERN, by=cast.lead)
    answer(scene.team, WHAT, "Nurses visit at home.", by=cast.member)

    assert [role for _, role in as_it_stands(scene.team).voices] == ["Practitioner", "Intern, Practitioner"]


@pytest.mark.parametrize(
    "question, text, says",
    [
        (WHAT, "x" * (rules.LONGEST + 1), "has 20,001 characters; 20,000 is the most"),
        ("project.unknown", "x", "not in the workbook"),
    ],
)
def test_what_cannot_be_saved_says_why(cast, scene, question, text, says):
    with pytest.raises(RuleBroken, match=says):
        save_answer(team=scene.team, question=question, text=text, base=0, by=cast.member)


def test_a_team_that_stopped_keeps_what_it_wrote_and_writes_no_more(cast, scene):
    answer(scene.team, WHAT, "Nurses visit.", by=cast.member)
    team = teams.change_state(team=scene.team, state=TeamState.WITHDRAWN, reason="Short of staff", by=cast.lead)

    with pytest.raises(RuleBroken, match=r"no longer taking part .Short of staff.. What it wrote is kept"):
        answer(team, WHAT, "Nurses visit at home.", by=cast.member)
    assert as_it_stands(team).text == "Nurses visit."


# -- nothing is ever lost -----------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["nurses", "visit", "people", "at", "home", "every", "day", "soon"]), max_size=6).map(
    " ".join
)
SAVES = st.lists(st.tuples(st.integers(0, 2), WORDS, st.integers(0, 4), st.sampled_from(["", "k1", "k2"])), max_size=8)


@given(saves=SAVES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_saves_loses_a_text(cast, scene, saves):
    """Each text sent is an answer, in the history, or kept aside; or its new words are in the one it was joined into."""
    writers = (cast.member, cast.adviser, cast.analyst)
    with transaction.atomic():
        seen: dict[int, str] = {}
        for who, text, back, key in saves:
            base = max(0, as_it_stands(scene.team).number - back)
            before = Revision.objects.filter(team=scene.team, question=WHAT, number=base).first()
            saved = answer(scene.team, WHAT, text, by=writers[who], base=base, device_key=key)

            kept = {body for _, body in texts(scene.team)}
            own = set(text.split()) - set(before.text.split() if before else [])
            assert text in kept or (text == "" and not kept) or own <= set(saved.revision.text.split())
            stored = dict(Revision.objects.values_list("pk", "text"))
            assert seen.items() <= stored.items(), "a text once saved has changed"
            seen = stored
        numbers = [number for number, _ in texts(scene.team) if number]
        assert numbers == list(range(1, len(numbers) + 1))
        transaction.set_rollback(True)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_a_revision(cast, scene, change):
    answer(scene.team, WHAT, "Nurses visit.", by=cast.member)
    mine = Revision.objects.all()
    with pytest.raises(DatabaseError, match="can be added to, never changed"), transaction.atomic():
        mine.update(text="") if change == "update" else mine.delete()


def test_the_record_says_that_and_not_what(cast, scene):
    answer(scene.team, WHAT, "A secret about my neighbour.", by=cast.adviser)
    line = Event.objects.first()
    assert line.verb == "workbook.saved"
    assert "neighbour" not in line.saying


# -- how far a team is --------------------------------------------------------------------------------------------


def test_progress_counts_questions_with_an_answer(cast, scene):
    answer(scene.team, WHAT, "Nurses visit.", by=cast.member)
    answer(scene.team, WHAT, "Nurses visit at home.", by=cast.member)
    progress = queries.progress_of([scene.team.pk, scene.other_team.pk])

    assert (progress[scene.team.pk].count, progress[scene.other_team.pk].count) == (1, 0)
    assert [section.id for section in progress[scene.team.pk].late(2)] == ["hiat1"]
    assert "project.decision" in {question.id for question in progress[scene.team.pk].missing("project")}


def test_the_number_of_questions_to_the_database_does_not_grow(cast, scene, django_assert_max_num_queries):
    for question in list(pack().questions)[:10]:
        answer(scene.team, question, f"About {question}.", by=cast.member)
    with django_assert_max_num_queries(2):
        queries.answers_of(scene.team)
    with django_assert_max_num_queries(1):
        queries.progress_of([scene.team.pk, scene.other_team.pk])


def test_the_pack_is_sound():
    questions = [question for section in pack().sections for question in section.questions]
    assert len({question.id for question in questions}) == len(questions)
    assert all(
        question.id.startswith(f"{section.id}.") for section in pack().sections for question in section.questions
    )
    assert len({question.anchor for question in questions}) == len(questions)
    assert all(len(question.id) <= 60 for question in questions), "as long as the column"
    assert [section.due_by for section in pack().sections] == sorted(section.due_by for section in pack().sections)
