"""Risks to people's outcomes: from the judgements of those who bear them to portfolios of responses.

Bovaird and Quirk (2013) ask for a calculus in which the views of users and
communities count, in which taking a risk can be right, and which owns up to what
nobody knows. ``calculus`` runs it; each step is a module of its own.
"""

METHODS = ("calculus",)

__all__ = ["METHODS"]
