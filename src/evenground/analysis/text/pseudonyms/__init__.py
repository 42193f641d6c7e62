"""Pseudonyms: found, decided, applied, and the way back kept apart under a key.

`suggest` finds what may give somebody away, with `Roster`, patterns and, where it is installed, a `language_model`. A
person goes through the suggestions; `decide` makes one decision a subject; `apply` (or `pseudonymise_study`) carries them
out. `write_key` keeps the way back, encrypted; `reidentify` goes it. `check_leaks` looks through any export.
"""

from evenground.analysis.text.pseudonyms.applying import Applied, Done, apply
from evenground.analysis.text.pseudonyms.decisions import BadDecision, Decision, Decisions, decide
from evenground.analysis.text.pseudonyms.key import Key, Replacement, reidentify
from evenground.analysis.text.pseudonyms.kinds import NAMES, PATTERNS, Certainty, Kind
from evenground.analysis.text.pseudonyms.leaks import CannotCheck, Leak, check_leaks
from evenground.analysis.text.pseudonyms.locking import BadKey, make_key_file, read_key, write_key
from evenground.analysis.text.pseudonyms.model import NoModel, language_model
from evenground.analysis.text.pseudonyms.patterns import valid_nhs_number
from evenground.analysis.text.pseudonyms.pieces import Part
from evenground.analysis.text.pseudonyms.roster import BadRoster, Entry, Roster, read_roster
from evenground.analysis.text.pseudonyms.studies import SafeStudy, pseudonymise_study, study_texts
from evenground.analysis.text.pseudonyms.suggesting import BadDocuments, suggest
from evenground.analysis.text.pseudonyms.suggestion import Suggestion

__all__ = [
    "NAMES", "PATTERNS", "Applied", "BadDecision", "BadDocuments", "BadKey", "BadRoster", "CannotCheck", "Certainty",
    "Decision", "Decisions", "Done", "Entry", "Key", "Kind", "Leak", "NoModel", "Part", "Replacement", "Roster", "SafeStudy",
    "Suggestion", "apply", "check_leaks", "decide", "language_model", "make_key_file", "pseudonymise_study", "read_key",
    "read_roster", "reidentify", "study_texts", "suggest", "valid_nhs_number", "write_key",
]  # fmt: skip
