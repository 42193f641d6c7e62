"""The demonstration: a made-up programme of two cohorts, the same each time it is made.

Nothing in it exists: not Northshire, not its organisations, not one of its people. Addresses end in ``example.org``.
"""

from evenground.site.demonstration.figures import write_sample_data, write_sample_similar
from evenground.site.demonstration.people import PASSWORD, SignIn, sign_ins
from evenground.site.demonstration.sample import write_sample_registrations

__all__ = [
    "PASSWORD",
    "SignIn",
    "sign_ins",
    "write_sample_data",
    "write_sample_registrations",
    "write_sample_similar",
]
