"""Searches in a process of their own: whatever a search does, its limits end it and the best so far is kept."""

import pytest
from tests.analysis.groups import searches
from tests.analysis.groups.made_up import cohort

from evenground.analysis.errors import AnalysisError
from evenground.analysis.groups import Limits, form_groups
from evenground.analysis.groups.child import Child, SearchEnded, SearchFailed, last_of


def test_every_answer_arrives_in_order_and_the_last_counts():
    heard = []

    found = last_of(searches.counting, 5, on_better=heard.append)

    assert heard == [0, 1, 2, 3, 4]
    assert (found.answer, found.ending) == (4, "done")


def test_time_ends_it_with_the_best_so_far():
    found = last_of(searches.endless, 7, limits=Limits(seconds=2))

    assert (found.answer, found.ending) == (7, "time")


def test_memory_ends_it_with_the_best_so_far():
    found = last_of(searches.hungry, 7, limits=Limits(seconds=60, megabytes=1_000))

    assert (found.answer, found.ending) == (7, "memory")


def test_nothing_found_in_time_is_said():
    with pytest.raises(SearchEnded, match="no answer when its time of 1 seconds was up"):
        last_of(searches.silent, limits=Limits(seconds=1))


def test_what_stands_against_it_arrives_as_the_sentence_it_is():
    with pytest.raises(AnalysisError, match="pinned to one chair"):
        last_of(searches.refusing)


def test_a_fault_of_the_program_keeps_the_traceback_of_the_child():
    with pytest.raises(SearchFailed, match="in faulty"):
        last_of(searches.faulty)


def test_what_a_library_prints_does_not_get_among_the_answers():
    assert last_of(searches.talkative).answer == "heard"


def test_ctrl_c_keeps_the_last_answer_and_ends_the_process():
    def impatient(answer):
        raise KeyboardInterrupt

    assert last_of(searches.endless, 3, on_better=impatient).ending == "stopped"


def test_the_process_is_gone_afterwards():
    child = Child(searches.endless, 1, limits=Limits(seconds=60))
    with child:
        assert next(iter(child)) == 1

    assert child._process.poll() is not None


def test_ctrl_c_while_forming_gives_groups_that_keep_the_rules_and_says_so():
    def impatient(grouping):
        raise KeyboardInterrupt

    teams, facilitators = cohort(16)
    proposal = form_groups(teams, facilitators, groups=4, on_better=impatient)

    assert proposal.certificate.sentence.startswith("The search was ended early")
    assert not proposal.certificate.proved
    assert sorted(key for group in proposal.groups for key in group.teams) == sorted(team.key for team in teams)


def test_the_same_input_and_seed_give_the_same_groups_with_other_threads(monkeypatch):
    teams, facilitators = cohort(24)
    here = form_groups(teams, facilitators, groups=6, certificate_seconds=0)
    monkeypatch.setenv("OMP_NUM_THREADS", "2")

    assert form_groups(teams, facilitators, groups=6, certificate_seconds=0).to_json() == here.to_json()


def test_nothing_of_the_folder_one_is_in_is_run(monkeypatch, tmp_path):
    for name in ("pickle", "random", "csv"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not ours')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert last_of(searches.counting, 3).answer == 2
