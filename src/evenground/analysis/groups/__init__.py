"""Teams into Collaborative Implementation Groups (CIGs): nobody alone, everybody with a reason.

Start with `form_groups`. Each CIG is scored as a whole (themes, roles, organisations, areas, facilitator, stability)
and every part is said in words. Hard rules are never broken; when they clash, `NoGrouping` says which.
"""

from evenground.analysis.groups.form import as_arranged, form_groups, make_problem
from evenground.analysis.groups.moving import MoveCost, explain, move_cost
from evenground.analysis.groups.problem import Bounds, Facilitator, GroupsInputWrong, NoGrouping, Problem, Team, Weights
from evenground.analysis.groups.proposal import Group, Part, Proposal

__all__ = [
    "Bounds",
    "Facilitator",
    "Group",
    "GroupsInputWrong",
    "MoveCost",
    "NoGrouping",
    "Part",
    "Problem",
    "Proposal",
    "Team",
    "Weights",
    "as_arranged",
    "explain",
    "form_groups",
    "make_problem",
    "move_cost",
]
