"""The one gate: measured figures go in, releases come out, and an attack checks that nothing hidden can be found."""

from evenground.analysis.disclosure.attack import Leak, Left, attack, left_over
from evenground.analysis.disclosure.from_frame import measured_table
from evenground.analysis.disclosure.gate import release
from evenground.analysis.disclosure.profiles import PROFILES, InternalPolicy, Profile, local, profile_called
from evenground.analysis.disclosure.published import Number, Published
from evenground.analysis.disclosure.worked import released_estimates, worked_out

__all__ = [
    "PROFILES",
    "InternalPolicy",
    "Leak",
    "Left",
    "Number",
    "Profile",
    "Published",
    "attack",
    "left_over",
    "local",
    "measured_table",
    "profile_called",
    "release",
    "released_estimates",
    "worked_out",
]
