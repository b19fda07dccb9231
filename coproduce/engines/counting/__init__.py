"""From ballots under a budget to funded projects, exactly.

    >>> from coproduce.engines.counting import Election, Options, count  # doctest: +SKIP
    >>> count(Election.of(table), Options(rule="equal-shares")).selected  # doctest: +SKIP

``Election`` is what every rule sees; ``Options`` what it may be asked; ``count`` gives an
``Outcome`` with a reason for each project and a record from which ``replay`` counts again.
"""

from coproduce.engines.counting.admission import Admitted, BallotRules, Cast, admit
from coproduce.engines.counting.compare import Comparison, compare, replay_comparison
from coproduce.engines.counting.count import count, replay
from coproduce.engines.counting.earmark import Earmark
from coproduce.engines.counting.election import BALLOT_TYPES, Election
from coproduce.engines.counting.options import STOPS, UTILITIES, Completion, Options
from coproduce.engines.counting.outcome import REASONS, Outcome, ProjectResult
from coproduce.engines.counting.rules import RULES
from coproduce.engines.counting.table import ElectionTable, Table

METHODS = tuple(RULES)
"""The rules by name."""

__all__ = [
    "BALLOT_TYPES",
    "METHODS",
    "REASONS",
    "RULES",
    "STOPS",
    "UTILITIES",
    "Admitted",
    "BallotRules",
    "Cast",
    "Comparison",
    "Completion",
    "Earmark",
    "Election",
    "ElectionTable",
    "Options",
    "Outcome",
    "ProjectResult",
    "Table",
    "admit",
    "compare",
    "count",
    "replay",
    "replay_comparison",
]
