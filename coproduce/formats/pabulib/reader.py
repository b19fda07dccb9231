"""Reading a ``.pb`` file: all of it, or everything that is wrong with it."""

from __future__ import annotations

import re
from types import MappingProxyType

import numpy as np

from coproduce.engines.kernel import Problem
from coproduce.formats.delimited import Row, Table, table
from coproduce.formats.pabulib.ballots import Ballots, VoteTable, check_voters, read_ballots, read_points
from coproduce.formats.pabulib.checks import Checked, check_ballots, check_points, check_recount
from coproduce.formats.pabulib.head import Head, Section, read_head, wrong_width
from coproduce.formats.pabulib.meta import check_count, read_meta
from coproduce.formats.pabulib.projects import read_projects
from coproduce.formats.pabulib.value import POINT_TYPES, PabulibFile
from coproduce.formats.protocol import Faults
from coproduce.formats.text import decode

_LANGUAGE = re.compile(rb"^language;([A-Za-z]{2})\s*$", re.MULTILINE)


def read(data: bytes, *, name: str) -> PabulibFile | list[Problem]:
    """The election in ``data``, or every problem found, in order of place.

    ``name`` is the file as the user knows it; problems begin with it. What is odd
    but can be counted is in the value's ``warnings``.
    """
    faults, warnings = Faults(name), Faults(name)
    language = _LANGUAGE.search(data, 0, 20_000)
    text = decode(data, faults, warnings, language=language.group(1).decode().lower() if language else "")
    if text is None:
        return faults.found()
    head = read_head(text, faults, warnings)
    if not {"META", "PROJECTS", "VOTES"} <= head.sections.keys():
        _read_what_there_is(head, faults, warnings)
        return faults.found()
    meta = read_meta(head.sections["META"], faults)
    section = head.sections["PROJECTS"]
    projects = read_projects(section, faults, warnings)
    check_count(meta, "num_projects", len(section.rows) + section.spoilt_count, "project", faults)
    votes = _vote_table(text, head, faults)
    if votes is None:
        return faults.found()
    check_count(meta, "num_votes", len(votes.table) + head.sections["VOTES"].spoilt_count, "ballot", faults)
    known = Checked(meta, section, projects, votes, faults, warnings)
    ballots = _ballots(head.sections["VOTES"], known)
    if faults or ballots is None:
        return faults.found()
    return _value(known, ballots)


def _read_what_there_is(head: Head, faults: Faults, warnings: Faults) -> None:
    meta, projects = head.sections.get("META"), head.sections.get("PROJECTS")
    if meta is not None and meta.header is not None:
        read_meta(meta, faults)
    if projects is not None:
        read_projects(projects, faults, warnings)


def _vote_table(text: bytes, head: Head, faults: Faults) -> VoteTable | None:
    section = head.sections["VOTES"]
    if section.header is None:
        return None

    def wrong(row: Row) -> None:
        wrong_width(section, row, faults)

    found = table(text, faults, width=section.width, wrong=wrong, start=head.end, line=head.line)
    _check_unnamed(section, found, faults)
    return VoteTable(section.columns, found)


def _check_unnamed(section: Section, found: Table, faults: Faults) -> None:
    """Columns without a name at the end of VOTES, as spreadsheets make them, must be empty."""
    for index in range(len(section.columns), section.width):
        filled = np.flatnonzero(found.columns[index].lengths)
        for at in filled[:1].tolist():
            faults.add(
                "header",
                "this field stands in a column without a name; name the column in the header of VOTES or remove it",
                found.row(at).place(index),
            )


def _ballots(section: Section, known: Checked) -> Ballots | None:
    faults, votes = known.faults, known.votes
    if not {"voter_id", "vote"} <= set(votes.columns):
        return None
    if _breaks_in_ballots(votes, faults):
        return None
    check_voters(votes, faults)
    if "project_id" not in known.section.columns:
        return None
    ballots = read_ballots(votes, known.projects.ids, faults, spoilt=_spoilt_ids(known.section))
    if known.meta.vote_type in POINT_TYPES:
        if "points" not in votes.columns:
            faults.add(
                "column-missing",
                f"vote_type is {known.meta.vote_type}, but VOTES has no column points; add it, "
                "with one number per project named",
                (section.header.line if section.header else section.line, 1),
            )
        else:
            ballots = read_points(votes, ballots, faults)
    check_points(ballots, known)
    ballots = check_ballots(ballots, known)
    check_recount(ballots, known)
    return ballots


def _spoilt_ids(section: Section) -> frozenset[str]:
    """What may be ids of projects whose rows could not be read: ballots that name them are not at fault."""
    index = section.columns.index("project_id") if "project_id" in section.columns else 0
    return frozenset(row.fields[index].strip() for row in section.spoilt if index < len(row.fields))


def _breaks_in_ballots(votes: VoteTable, faults: Faults) -> bool:
    found = False
    for index, row in votes.table.quoted.items():
        for name in ("vote", "points"):
            if name in votes.columns and "\n" in row.fields[votes.columns.index(name)]:
                found = True
                faults.add(
                    "ballot-line-end",
                    f"the field {name} goes on over a line end; write it on one line",
                    votes.place(index, name),
                )
    return found


def _value(known: Checked, ballots: Ballots) -> PabulibFile:
    meta, section, projects, votes = known.meta, known.section, known.projects, known.votes
    columns = {
        name: tuple(row.fields[index] for row in section.rows) for index, name in enumerate(section.columns)
    }
    return PabulibFile(
        meta=MappingProxyType(meta.text),
        project_columns=MappingProxyType(columns),
        vote_columns=MappingProxyType(dict(zip(votes.columns, votes.table.columns, strict=False))),
        budget=meta.budget,
        ballot_type=meta.vote_type,
        project_ids=projects.ids,
        names=projects.names,
        costs=projects.costs,
        categories=projects.categories,
        targets=projects.targets,
        areas=projects.areas,
        selected=projects.selected,
        coordinates=projects.coordinates,
        indptr=ballots.indptr,
        indices=ballots.indices,
        points=ballots.points,
        points_scale=ballots.points_scale,
        min_score=meta.min_score,
        fully_funded=meta.fully_funded,
        budget_per_category=MappingProxyType(meta.budget_per_category),
        budget_per_area=MappingProxyType(meta.budget_per_area),
        limits=meta.limits,
        warnings=tuple(known.warnings.found()),
    )
