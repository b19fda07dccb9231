"""Files and counts: the one door from this room to the formats and the counting engine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coproduce.core import Problem
from coproduce.engines import counting
from coproduce.engines.counting import Election, Options
from coproduce.engines.kernel import TieRefused, canonical
from coproduce.formats import pabulib
from coproduce.formats.example_election import example_election
from coproduce.formats.pabulib import PabulibFile
from coproduce.report import Download, Page
from coproduce.report.counting import page as counting_page
from coproduce.web.trycount.ways import DEFAULT, Way


@dataclass(frozen=True)
class Counted:
    """A count: its envelope, and the result of the other rule for comparison (``{}`` where there is none)."""

    envelope: bytes = field(repr=False)
    beside: bytes = field(repr=False)


KEPT_VOTE_COLUMNS = ("voter_id", "vote", "points")
"""All that a count needs of a ballot. What else a file says of voters (age, sex, district) is never kept."""


def read(data: bytes, name: str) -> PabulibFile | list[Problem]:
    """The election in ``data``, or the list of every problem found."""
    return pabulib.read(data, name=name)


def example() -> bytes:
    """The example election as .pb: invented, the same for the same version."""
    return pabulib.write(example_election())


def title(election: PabulibFile, name: str) -> str:
    """The election in a few words."""
    words = election.title or name
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())


def without_voters(election: PabulibFile) -> bytes:
    """The election as .pb, without what the file said of the voters themselves."""
    kept = {column: cells for column, cells in election.vote_columns.items() if column in KEPT_VOTE_COLUMNS}
    return pabulib.write(replace(election, vote_columns=kept))


def count(election: PabulibFile, way: Way) -> Counted:
    """The count that was asked for, and the other rule's beside it.

    Raises:
        BadInput: where the election cannot be counted this way.
        TieRefused: where a tie is met that people are to decide.
    """
    value = Election.of(election)
    outcome = counting.count(value, Options.from_plain(way.to_plain()))
    warnings = tuple(str(warning) for warning in election.warnings)
    other = replace(way, rule="greedy" if way.rule != "greedy" else DEFAULT.rule)
    try:
        beside = counting.count(value, Options.from_plain(other.to_plain())).to_plain()
    except TieRefused:
        # What was asked for stands; only the comparison meets a tie that people would have to decide.
        beside = {}
    return Counted(outcome.envelope(warnings).to_bytes(), canonical(beside))


def page(counted: Counted, *, name: str, record: str, downloads: Sequence[tuple[str, str]] = ()) -> Page:
    """The count as a report page: ``name`` says which vote, ``record`` is the record's file name."""
    beside = json.loads(counted.beside)
    return counting_page(
        json.loads(counted.envelope),
        beside={"result": beside} if beside else None,
        name=name,
        record=record,
        downloads=tuple(Download(words, link) for words, link in downloads),
    )
