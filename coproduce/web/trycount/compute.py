"""Files and counts: the one door from this room to the formats and the counting engine."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import import_module
from typing import Any

from coproduce.core import Problem
from coproduce.engines.kernel import EngineError
from coproduce.formats import pabulib
from coproduce.formats.example_election import example_election
from coproduce.formats.pabulib import PabulibFile
from coproduce.web.trycount.ways import Way

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
    return election.title or name


def without_voters(election: PabulibFile) -> bytes:
    """The election as .pb, without what the file said of the voters themselves."""
    kept = {column: cells for column, cells in election.vote_columns.items() if column in KEPT_VOTE_COLUMNS}
    return pabulib.write(replace(election, vote_columns=kept))


def count(election: PabulibFile, way: Way) -> bytes:
    """The count as an envelope with its record, in canonical JSON."""
    del election, way
    raise EngineError("this version cannot count yet")


def page(envelope: bytes) -> Any:
    """The count as a report page."""
    return import_module("coproduce.report.counting").page(json.loads(envelope))
