"""The error tree of all engines.

::

    EngineError
    ├── BadInput        the input cannot be computed with: problems with their places
    ├── Infeasible      the input is sound and the question has no answer
    ├── TieRefused      a tie was met and the tie rule says: refuse
    └── RecordMismatch  a record does not re-derive what it says

The command answers ``BadInput`` with exit status 3 and the others with 1; the
site with HTTP 422 and a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coproduce.engines.kernel.problem import Place, Problem


class EngineError(Exception):
    """Anything an engine refuses to do, in a sentence for people."""


class BadInput(EngineError):
    """The input cannot be computed with. ``problems`` holds every fault found, in order of place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        if not self.problems:
            raise ValueError("bad input without a problem explains nothing")
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def one(cls, text: str, *, code: str = "problem", source: str = "", key: str = "") -> BadInput:
        """A single fault without line and column."""
        return cls([Problem(Place(source=source, key=key), text, code)])


class Infeasible(EngineError):
    """A sound input for which no answer exists. ``reasons`` says why, and what would make one possible."""

    def __init__(self, text: str, reasons: Sequence[str] = ()) -> None:
        self.reasons = tuple(reasons)
        super().__init__(text)


class TieRefused(EngineError):
    """Candidates are tied and the rule is to let people decide. ``tied`` holds their ids."""

    def __init__(self, tied: Sequence[str]) -> None:
        self.tied = tuple(tied)
        names = ", ".join(self.tied)
        super().__init__(f"these are tied and the tie rule is to refuse: {names}; choose another tie rule")


class RecordMismatch(EngineError):
    """What was derived from a record differs from what the record says."""
