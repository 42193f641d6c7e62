"""People into teams: whole units, attributes to distribute, cluster, aggregate or balance in order of priority.

Start with `assemble`; `read_members` reads a table of people, `read_groupeng` a specification of GroupEng with its
class. The result prints itself as a plan, and says of every rule whether it is kept, and where it is broken.
"""

from evenground.analysis.groups.problem import GroupsInputWrong
from evenground.analysis.groups.teaming.assemble import assemble
from evenground.analysis.groups.teaming.problem import Member, NoTeams, Size, TeamsProblem, even_sizes
from evenground.analysis.groups.teaming.reading import read_members
from evenground.analysis.groups.teaming.rules import Aggregate, Alike, Balance, Cluster, Distribute, Diverse
from evenground.analysis.groups.teaming.specification import read_groupeng
from evenground.analysis.groups.teaming.teams import Spread, Team, Teams, Verdict

__all__ = [
    "Aggregate",
    "Alike",
    "Balance",
    "Cluster",
    "Distribute",
    "Diverse",
    "GroupsInputWrong",
    "Member",
    "NoTeams",
    "Size",
    "Spread",
    "Team",
    "Teams",
    "TeamsProblem",
    "Verdict",
    "assemble",
    "even_sizes",
    "read_groupeng",
    "read_members",
]
