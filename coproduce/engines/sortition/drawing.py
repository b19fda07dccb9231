"""The draw: a public seed picks one of the published panels.

The rule, for anyone to repeat: the seed's words, the words "sortition draw" and the digest of
the portfolio make a seed of their own; its first whole number below the number of panels is
the number drawn. With the digest in it, nobody can prepare panels for a seed already known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from coproduce.engines.kernel import BadInput, Record, Seed
from coproduce.engines.sortition.portfolio import Portfolio

RULE = (
    "number = first whole number below the number of panels from (seed, 'sortition draw', portfolio_sha256)"
)


@dataclass(frozen=True)
class Drawn:
    """The number drawn, the members it gives, those seated before, and all of them in order of id."""

    record: Record = field(repr=False)
    number: int
    panels: int
    drawn: tuple[str, ...]
    seated: tuple[str, ...]
    portfolio_sha256: str

    @property
    def members(self) -> tuple[str, ...]:
        """Everybody who now has a seat."""
        return tuple(sorted((*self.drawn, *self.seated)))

    def result(self) -> dict[str, Any]:
        """The result as it is published, in plain values."""
        return {
            "number": self.number,
            "panels": self.panels,
            "drawn": list(self.drawn),
            "seated": list(self.seated),
            "members": list(self.members),
            "portfolio_sha256": self.portfolio_sha256,
            "rule": RULE,
        }


def draw(portfolio: Portfolio, seed: Seed) -> Drawn:
    """The panel that ``seed`` picks: the same on any machine and for ever.

    Raises:
        BadInput: where the seed has no words.
    """
    if not seed.words.strip():
        raise BadInput.one("the seed is empty; give words or numbers drawn in public", source="--seed")
    number = seed.child("sortition draw", portfolio.sha256).draws().below(len(portfolio.panels))
    members = tuple(portfolio.people[at] for at in portfolio.panels[number])
    record = Record(
        "sortition/draw",
        {"rule": RULE},
        seed.words,
        portfolio.record.input_sha256,
        {
            "number": number,
            "panels": len(portfolio.panels),
            "drawn": list(members),
            "seated": list(portfolio.seated),
            "portfolio_sha256": portfolio.sha256,
        },
    )
    return Drawn(record, number, len(portfolio.panels), members, portfolio.seated, portfolio.sha256)


def drawn_of(record: Record, *, source: str = "draw") -> Drawn:
    """The draw that a record describes.

    Raises:
        BadInput: where the record is not that of a draw.
    """
    data = record.data
    try:
        if record.method != "sortition/draw":
            raise ValueError(f"its method is {record.method!r}")
        return Drawn(
            record,
            int(data["number"]),
            int(data["panels"]),
            tuple(map(str, data["drawn"])),
            tuple(map(str, data["seated"])),
            str(data["portfolio_sha256"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput.one(
            f"this is not a draw ({error}); give the file that 'sortition draw' wrote", source=source
        ) from None
