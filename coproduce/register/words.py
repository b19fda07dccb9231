"""The register in words: figures with their unit, what a year added or withdrew, whether something goes on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from coproduce.register.outcome_queries import IndicatorView, MeasurementView
from coproduce.register.service_queries import ServiceYearView
from coproduce.register.values import InitiativeView
from coproduce.register.years import Changed
from coproduce.report.numbers import money
from coproduce.ui.templatetags.humanise import day


def plain(value: Decimal | None) -> str:
    """A figure without needless zeros; nothing where it is not known."""
    return "" if value is None else f"{value.normalize():f}" if value else "0"


def with_unit(value: Decimal | None, unit: str) -> str:
    """24%, or 12 days."""
    if value is None:
        return ""
    return f"{plain(value)}%" if unit == "%" else f"{plain(value)} {unit}"


def measured(one: MeasurementView, unit: str) -> str:
    """A figure with its range."""
    said = with_unit(one.central, unit)
    if one.low == one.high:
        return said
    return f"{said} (somewhere from {plain(one.low)} to {plain(one.high)})"


def since(indicator: IndicatorView) -> str:
    """Where we started, where we are, where we want to be, in a sentence."""
    unit, latest = indicator.unit, [one for one in indicator.measurements if not one.group]
    parts = []
    if indicator.baseline is not None:
        parts.append(f"We started at {with_unit(indicator.baseline, unit)}.")
    if latest:
        parts.append(f"On {day(latest[-1].on)} it was {measured(latest[-1], unit)}.")
    else:
        parts.append("Nothing is measured yet.")
    if indicator.target is not None:
        by = f" by {day(indicator.target_on)}" if indicator.target_on else ""
        parts.append(f"We want to be at {with_unit(indicator.target, unit)}{by}.")
    return " ".join(parts)


def days(year: ServiceYearView) -> str:
    """From when until when."""
    return f"{short(year.since)} to {short(year.until - timedelta(days=1))}"


def short(value: date) -> str:
    """1 Apr 2026."""
    return f"{value.day} {value:%b %Y}"


def hours(minutes: int) -> str:
    """Minutes as hours: 37.5 hours."""
    said = plain(Decimal(minutes) / 60) if minutes % 60 == 0 else f"{minutes / 60:.1f}"
    return f"{said} hour{'s' if said != '1' else ''}"


def told(changed: Changed) -> list[tuple[str, str]]:
    """What a year added, kept and withdrew beside the one before, each with its tone."""
    found = []
    if changed.budget is not None:
        found.append(
            _said(changed.budget, money(Fraction(abs(changed.budget), 100), changed.year.currency), "a year")
        )
    if changed.minutes is not None:
        found.append(_said(changed.minutes, hours(abs(changed.minutes)), "a week"))
    return found


def _said(difference: int, much: str, per: str) -> tuple[str, str]:
    if difference == 0:
        return ("Kept: the same money" if per == "a year" else "Kept: the same hours", "plain")
    return (f"Added {much} {per}", "go") if difference > 0 else (f"Withdrawn: {much} {per}", "owed")


def stands(project: InitiativeView) -> str:
    """Whether a joint project goes on, and where it runs."""
    if project.closed_at:
        return "Over"
    return "Runs here" if project.runs == "platform" else "On the register"
