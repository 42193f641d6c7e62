"""What a person may run into: a rule of the programme was not met."""


class RuleBroken(Exception):
    """A rule of the programme stands against it. The message is a sentence for the person who meets it."""
