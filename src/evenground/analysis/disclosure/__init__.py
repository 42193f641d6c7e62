"""The one gate: ``Measured`` goes in, ``Released`` comes out, and an attack checks that nothing hidden can be found."""

from evenground.analysis.disclosure.attack import Leak, attack
from evenground.analysis.disclosure.gate import release
from evenground.analysis.disclosure.profiles import PROFILES, InternalPolicy, Profile

__all__ = ["PROFILES", "InternalPolicy", "Leak", "Profile", "attack", "release"]
