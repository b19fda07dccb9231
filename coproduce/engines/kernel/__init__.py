"""What every engine shares, and nothing else.

Exact numbers, seeds, tie-breaking, problems, canonical JSON, the run record,
the error tree and the check suite that each method has to pass. The kernel
imports the standard library only (numpy is loaded inside the one method that
needs it) and may be imported from anywhere in the house, so that a problem, a
seed or a digest means the same thing in a file reader, an engine and a page.
"""

from coproduce.engines.kernel.canonical import canonical, digest, parse_canonical, plain
from coproduce.engines.kernel.errors import (
    BadInput,
    EngineError,
    Infeasible,
    RecordMismatch,
    TieRefused,
)
from coproduce.engines.kernel.exact import Exact, decimal_text, exact, exact_text
from coproduce.engines.kernel.problem import Place, Problem
from coproduce.engines.kernel.record import Envelope, Record, input_digest
from coproduce.engines.kernel.seed import Draws, Seed
from coproduce.engines.kernel.ties import TIE_RULES, Candidate, Tie, TieRule

__all__ = [
    "TIE_RULES",
    "BadInput",
    "Candidate",
    "Draws",
    "EngineError",
    "Envelope",
    "Exact",
    "Infeasible",
    "Place",
    "Problem",
    "Record",
    "RecordMismatch",
    "Seed",
    "Tie",
    "TieRefused",
    "TieRule",
    "canonical",
    "decimal_text",
    "digest",
    "exact",
    "exact_text",
    "input_digest",
    "parse_canonical",
    "plain",
]
