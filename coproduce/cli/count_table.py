"""The count as a table for a terminal."""

from __future__ import annotations

from coproduce.engines.counting.outcome import Outcome, ProjectResult
from coproduce.engines.kernel import Exact, decimal_text

_NAME = 44


def told(title: str, outcome: Outcome, warnings: tuple[str, ...]) -> str:
    """What is funded, in order; what is not, and what was missing; then the outcome as a whole."""
    election, options = outcome.election, outcome.options
    money = money_text(outcome.cost, election.currency)
    asked = f"{options.rule}, utility {options.utility}"
    if options.rule == "equal-shares":
        asked += f", completion {options.completion}, stop {options.stop}"
    spent = f"{money} of {money_text(election.budget, election.currency)}"
    lines = [title] if title else []
    lines.append(asked)
    lines.append(
        f"{len(outcome.selected)} of {election.projects} projects funded by {election.voters:,} voters: {spent}"
    )
    lines.append("")
    funded = sorted((entry for entry in outcome.projects if entry.order), key=lambda entry: entry.order or 0)
    width = max((len(entry.id) for entry in outcome.projects), default=2)
    lines += [_row(entry, width, _how(entry)) for entry in funded]
    others = [entry for entry in outcome.projects if not entry.funded]
    if others:
        lines += ["", "Not funded:"]
        lines += [_row(entry, width, _why(entry)) for entry in sorted(others, key=lambda entry: -entry.votes)]
    lines.append("")
    lines += [f"Tie, by {tie.rule}: {', '.join(tie.tied)}" for tie in outcome.ties]
    if outcome.comparison:
        step = outcome.comparison
        lines.append(
            f"Comparison: {step['prefer_rule']:,} voters prefer {options.rule}, "
            f"{step['prefer_greedy']:,} the simple count"
        )
    content = outcome.properties["voters_with_a_funded_project"]
    lines.append(f"{content:,} of {election.voters:,} voters have at least one funded project.")
    lines += [f"Note: {warning}" for warning in warnings]
    return "\n".join(lines)


def money_text(amount: Exact, currency: str) -> str:
    """``12,345`` or ``12,345.50``, with the currency where there is one."""
    whole = amount.denominator == 1
    text = f"{int(amount):,}" if whole else f"{float(decimal_text(amount, 2)):,.2f}"
    return f"{text} {currency}".strip()


def _row(entry: ProjectResult, width: int, words: str) -> str:
    place = f"{entry.order:>3}." if entry.order else "    "
    name = " ".join(entry.name.split())
    name = name if len(name) <= _NAME else name[: _NAME - 1] + "…"
    return f"{place} {entry.id:<{width}}  {name:<{_NAME}} {money_text(entry.cost, ''):>13} {entry.votes:>7,}  {words}"


def _how(entry: ProjectResult) -> str:
    price = entry.figures.get("price")
    if price is None:
        return "" if entry.stage == "greedy" else str(entry.stage)
    return f"{decimal_text(price, 4).rstrip('0').rstrip('.')} each"


def _why(entry: ProjectResult) -> str:
    words = entry.code.replace("-", " ")
    if "supporters_left" in entry.figures:
        words = f"its supporters had {money_text(entry.figures['supporters_left'], '')} left"
    elif "left" in entry.figures:
        words = f"{money_text(entry.figures['left'], '')} was left"
    changed = []
    if entry.more_votes is not None:
        changed.append(f"{entry.more_votes:,} more votes")
    if entry.lower_cost is not None:
        changed.append(f"a cost of {money_text(entry.lower_cost, '')}")
    return f"{words}; would have won with {' or '.join(changed)}" if changed else words
