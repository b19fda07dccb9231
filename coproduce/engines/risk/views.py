"""Who said what: the answers of a study, sorted into curves by group and person.

A person *knows* a risk who gave both its likelihood and its severity; one of the
two alone counts as "do not know", but is kept. The latest round of a person counts.
A figure given by the study itself stands in where nobody was asked. Not-knowing
is never filled in: whoever does not know has no curve, and ``unknown`` widens the
bands by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.risk.elicitation import table_means, tables
from coproduce.engines.risk.values import SCALES, Answer, Range, Risk, Study

Array = NDArray[np.float64]
Owner = tuple[int, str]
"""A judging group's position and a person of it."""

CERTAIN = {"share": Range(100, 100, 100), "months": Range(12, 12, 12)}
"""What holds where nobody said otherwise: everybody is affected, the whole year."""


@dataclass(frozen=True)
class Pool:
    """The curves of one question: row *k* of ``tables`` is what ``owners[k]`` said.

    ``given`` where the one row is the study's own figure, for everybody.
    ``silent`` lists who said "do not know".
    """

    owners: tuple[Owner, ...]
    tables: Array
    silent: tuple[Owner, ...] = ()
    given: bool = False

    @property
    def means(self) -> Array:
        """The mean of each row's curve."""
        return table_means(self.tables)


@dataclass(frozen=True)
class RiskView:
    """What is known of one risk. Row *k* of each table belongs to ``owners[k]``, a person who knows it.

    ``severity`` holds a table for each bearer, in the order of the risk's bearers.
    ``asked`` counts, for each judging group, those who answered anything about it,
    "do not know" included; ``unknowing`` those of them who do not know it.
    """

    risk: Risk
    owners: tuple[Owner, ...]
    likelihood: Array
    severity: tuple[Array, ...]
    share: Array
    months: Array
    asked: tuple[int, ...]
    unknowing: tuple[int, ...]
    given: bool = False

    def rows_of(self, group: int) -> list[int]:
        """The rows that belong to persons of ``group``."""
        return [row for row, (owner, _) in enumerate(self.owners) if owner == group]

    def expected_harm(self) -> Array:
        """For each row, likelihood × severity × share × months / 12, summed over the bearers: points a year.

        The four curves of a person are independent of one another, so the mean of the product is the product of means.
        """
        severity = sum((table_means(table) for table in self.severity), np.zeros(len(self.likelihood)))
        return np.asarray(
            table_means(self.likelihood) * severity * table_means(self.share) * table_means(self.months) / 12
        )


@dataclass(frozen=True)
class Views:
    """Every answer in force. ``judges`` are the groups that answered anything; ``people`` their persons, sorted."""

    study: Study
    judges: tuple[str, ...]
    people: tuple[tuple[str, ...], ...]
    found: Mapping[tuple[str, str, str], Mapping[Owner, Range | None]]
    given: Mapping[tuple[str, str, str], Range]

    @classmethod
    def of(cls, study: Study, *, only_round: int | None = None) -> Views:
        """The answers of ``study``: the latest of each person, or those of ``only_round``."""
        spoken = {answer.group for answer in study.answers}
        judges = tuple(group.id for group in study.groups if group.id in spoken)
        place = {group: at for at, group in enumerate(judges)}
        people: list[set[str]] = [set() for _ in judges]
        found: dict[tuple[str, str, str], dict[Owner, Range | None]] = {}
        given: dict[tuple[str, str, str], Range] = {}
        for answer in sorted(study.answers, key=lambda one: one.round):
            key = (answer.about, answer.question, answer.bearer)
            if not answer.group:
                if answer.range is not None:
                    given[key] = answer.range
                continue
            people[place[answer.group]].add(answer.person)
            if only_round in (None, answer.round):
                found.setdefault(key, {})[place[answer.group], answer.person] = answer.range
        return cls(study, judges, tuple(tuple(sorted(names)) for names in people), found, given)

    def weights(self) -> tuple[float, ...]:
        """One weight for each judging group; equal where the study gives none."""
        if not self.study.weights:
            return tuple(1 / len(self.judges) for _ in self.judges)
        by_id = dict(zip((group.id for group in self.study.groups), self.study.weights, strict=True))
        total = sum(by_id[group] for group in self.judges)
        return tuple(by_id[group] / total for group in self.judges)

    def pool(self, about: str, question: str, scale: str = "") -> Pool:
        """The curves of one question that stands alone. Without any answer the pool is empty."""
        said = self.found.get((about, question, ""), {})
        known = {owner: answer for owner, answer in sorted(said.items()) if answer is not None}
        silent = tuple(owner for owner, answer in sorted(said.items()) if answer is None)
        given = self.given.get((about, question, ""))
        if not known and given is not None:
            return Pool(((0, ""),), tables([given], SCALES[scale or question]), silent, given=True)
        return Pool(tuple(known), tables(list(known.values()), SCALES[scale or question]), silent)

    def risk(self, risk: Risk) -> RiskView:
        """What is known of ``risk``."""
        owners = sorted(self._asked(risk))
        knowing: list[Owner] = []
        likelihood: list[Range] = []
        severity: list[list[Range]] = [[] for _ in risk.bearers]
        share: list[Range] = []
        months: list[Range] = []
        for owner in owners or [(0, "")]:
            chance = self._said(owner, risk, "likelihood")
            harms = [self._said(owner, risk, "severity", bearer) for bearer in risk.bearers]
            if chance is None or not harms or any(harm is None for harm in harms):
                continue
            knowing.append(owner)
            likelihood.append(chance)
            share.append(self._said(owner, risk, "share") or CERTAIN["share"])
            months.append(self._said(owner, risk, "months") or CERTAIN["months"])
            for rows, harm in zip(severity, harms, strict=True):
                if harm is not None:
                    rows.append(harm)
        asked = [sum(1 for group, _ in owners if group == at) for at in range(len(self.judges))]
        knows = [sum(1 for group, name in knowing if group == at and name) for at in range(len(self.judges))]
        return RiskView(
            risk=risk,
            owners=tuple(knowing),
            likelihood=tables(likelihood, SCALES["likelihood"]),
            severity=tuple(tables(rows, SCALES["severity"]) for rows in severity),
            share=tables(share, SCALES["share"]),
            months=tables(months, SCALES["months"]),
            asked=tuple(asked),
            unknowing=tuple(total - known for total, known in zip(asked, knows, strict=True)),
            given=not owners and bool(knowing),
        )

    def partial(self, risk: Risk) -> list[Answer]:
        """What people said of ``risk`` who do not know the whole of it: kept, and shown, but in no curve."""
        knowing = set(self.risk(risk).owners)
        return [
            Answer(risk.id, question, answer, self.judges[owner[0]], owner[1], bearer)
            for (about, question, bearer), said in sorted(self.found.items())
            if about == risk.id
            for owner, answer in sorted(said.items())
            if answer is not None and owner not in knowing
        ]

    def _asked(self, risk: Risk) -> set[Owner]:
        return {owner for (about, _, _), said in self.found.items() if about == risk.id for owner in said}

    def _said(self, owner: Owner, risk: Risk, question: str, bearer: str = "") -> Range | None:
        for key in ((risk.id, question, bearer), (risk.id, question, "")):
            said = self.found.get(key, {})
            if owner in said:
                return said[owner]
        return self.given.get((risk.id, question, bearer), self.given.get((risk.id, question, "")))
