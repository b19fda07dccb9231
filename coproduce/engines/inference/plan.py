"""What is asked of a survey: outcomes, covariates, rules, design; a SPEC file as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coproduce.engines.inference.design import Singleton
from coproduce.engines.inference.fitted import Family
from coproduce.engines.inference.links import LinkName
from coproduce.engines.inference.survey import Rule


@dataclass(frozen=True)
class Asked:
    """One outcome that is asked for; ``kind`` is individual, collective or other."""

    name: str
    variable: str
    label: str
    kind: str = "other"
    model: Family = "ordinal"
    link: LinkName = "logit"
    levels: tuple[str, ...] = ()

    @classmethod
    def of(cls, told: Any) -> Asked:
        """The outcome that ``told`` describes."""
        return cls(**{name: getattr(told, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Plan:
    """What is asked of a survey, as its SPEC says."""

    title: str
    outcomes: tuple[Asked, ...]
    covariates: tuple[str, ...]
    rules: tuple[Rule, ...]
    missing: Mapping[str, str] = field(default_factory=dict)
    weight: str = ""
    strata: str = ""
    psu: str = ""
    fraction: str = ""
    singleton: Singleton = "refuse"
    groups: tuple[str, ...] = ()
    segment_items: tuple[str, ...] = ()
    segment_classes: tuple[int, ...] = (1, 2, 3, 4)
    seed: str = "coproduce"
    expected: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    @classmethod
    def of(cls, told: Any) -> Plan:
        """The plan that ``told`` (a SPEC's value) describes."""
        own = {
            name: getattr(told, name)
            for name in cls.__dataclass_fields__
            if name not in ("outcomes", "rules")
        }
        return cls(
            outcomes=tuple(Asked.of(each) for each in told.outcomes),
            rules=tuple(Rule.of(each) for each in told.rules),
            **own,
        )
