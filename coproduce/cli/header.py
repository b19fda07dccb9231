"""What an election file's header says about the count, made into the count's options.

The least score, limits per category and area (``budget_per_category``, ``budget_per_neighborhood``: upper
bounds, as the files that have them say), and ``fully_funded``: the money was enough for every project, so all
were funded before anybody voted. ``--ignore-header`` leaves all of it out. What the options say already is not
overridden.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from coproduce.cli.count_table import money_text

if TYPE_CHECKING:
    from coproduce.engines.counting import Options
    from coproduce.formats.pabulib import PabulibFile

_WITHOUT = "--ignore-header counts without"


def with_header(table: PabulibFile, options: Options) -> tuple[Options, tuple[str, ...]]:
    """``options`` with what the header of ``table`` adds, and a sentence for each thing added or found and not used."""
    from coproduce.engines.counting import Earmark

    told: list[str] = []
    caps = list(options.caps)
    given = {(cap.kind, cap.name) for cap in caps}
    labels = {"category": {name for entry in table.categories for name in entry}, "area": set(table.areas)}
    for kind, limits in (("category", table.budget_per_category), ("area", table.budget_per_area)):
        for name, amount in limits.items():
            text = f"the header allows {kind} {name!r} {money_text(amount, '')} at most"
            if (kind, name) in given:
                continue
            if name in labels[kind]:
                caps.append(Earmark(kind, name, amount))
                told.append(f"{text}; counted so, {_WITHOUT}")
            else:
                told.append(f"{text}, but no project is of it")
    prefunded = options.prefunded
    if table.fully_funded and not prefunded:
        if sum(Fraction(cost) for cost in table.costs) <= table.budget:
            prefunded = tuple(table.project_ids)
            told.append(
                f"the header says that all projects were funded beforehand (fully_funded); counted so, {_WITHOUT}"
            )
        else:
            told.append(
                "the header says that all projects were funded beforehand (fully_funded), but together "
                "they cost more than the budget; counted as a vote"
            )
    if left := table.meta.get("leftover_budget", "").strip():
        told.append(
            f"the header says what was done with money left over ({left!r}), which is not used; choose it with "
            "--completion or --part-funding"
        )
    return replace(options, caps=tuple(caps), prefunded=prefunded), tuple(told)


def without_header(options: Options) -> Options:
    """``options`` under which the header's least score does not count either."""
    return options if options.min_score is not None else replace(options, min_score=0)
