"""Money set apart for a theme or an area, as a limit or as a pot of its own."""

from __future__ import annotations

from dataclasses import dataclass

from coproduce.engines.counting.election import Election
from coproduce.engines.kernel import BadInput, Exact, exact, exact_text

KINDS = ("category", "area", "target")


@dataclass(frozen=True)
class Earmark:
    """``amount`` for the projects of one category, area or target group."""

    kind: str
    name: str
    amount: Exact

    @classmethod
    def parse(cls, text: str) -> Earmark:
        """``category:green=5000``, ``area:North=10000.50``, ``target:children=2000``.

        Raises:
            BadInput: for any other text.
        """
        label, equals, number = text.rpartition("=")
        kind, colon, name = label.partition(":")
        try:
            amount = exact(number)
        except ValueError:
            amount = -1
        if kind not in KINDS or not (equals and colon and name) or amount < 0:
            raise BadInput.one(
                f"{text!r} sets no money apart; write KIND:NAME=AMOUNT, KIND being category, area or target",
                code="earmark",
                key="earmark",
            )
        return cls(kind, name, amount)

    def __str__(self) -> str:
        """The text that ``parse`` reads."""
        return f"{self.kind}:{self.name}={exact_text(self.amount)}"

    def covers(self, election: Election, project: int) -> bool:
        """Whether a project is of this category, area or target group."""
        if self.kind == "area":
            return election.areas[project] == self.name
        labels = election.categories if self.kind == "category" else election.targets
        return self.name in labels[project]
