"""Teams into Collaborative Implementation Groups (CIGs), and people to tables: nobody alone, everybody with a reason.

Start with `form_groups`. Each CIG is scored as a whole (themes, roles, organisations, areas, facilitator, stability)
and every part is said in words. Hard rules are never broken; when they clash, `NoGrouping` says which. `repair` mends
a grouping after a withdrawal, `alternatives` gives clearly different ones.

`seat` puts people at tables for every session of a year so that they meet new peers; `reseat` takes in who leaves and
who comes late.
"""

from evenground.analysis.groups.alternatives import Alternatives, alternatives
from evenground.analysis.groups.child import Limits, SearchEnded
from evenground.analysis.groups.form import as_arranged, form_groups, formed, make_problem
from evenground.analysis.groups.moving import MoveCost, explain, move_cost
from evenground.analysis.groups.problem import Bounds, Facilitator, GroupsInputWrong, NoGrouping, Problem, Team, Weights
from evenground.analysis.groups.proposal import Group, Part, Proposal
from evenground.analysis.groups.repairing import Repair, repair
from evenground.analysis.groups.seating.exports import bigbluebutton_groups, table_cards, zoom_rooms
from evenground.analysis.groups.seating.history import History, Met, read_history
from evenground.analysis.groups.seating.plan import SeatingPlan
from evenground.analysis.groups.seating.problem import Person, SeatingProblem, Session, Table, Wishes
from evenground.analysis.groups.seating.seat import reseat, seat

__all__ = [
    "Alternatives",
    "Bounds",
    "Facilitator",
    "Group",
    "GroupsInputWrong",
    "History",
    "Limits",
    "Met",
    "MoveCost",
    "NoGrouping",
    "Part",
    "Person",
    "Problem",
    "Proposal",
    "Repair",
    "SearchEnded",
    "SeatingPlan",
    "SeatingProblem",
    "Session",
    "Table",
    "Team",
    "Weights",
    "Wishes",
    "alternatives",
    "as_arranged",
    "bigbluebutton_groups",
    "explain",
    "form_groups",
    "formed",
    "make_problem",
    "move_cost",
    "read_history",
    "repair",
    "reseat",
    "seat",
    "table_cards",
    "zoom_rooms",
]
