"""A small election to spoil, and the way to say how."""

from __future__ import annotations

from coproduce.engines.kernel import Problem
from coproduce.formats import pabulib
from coproduce.formats.pabulib import PabulibFile

SAMPLE = """META
key;value
description;Vote
unit;Eastmere
instance;2026
num_projects;3
num_votes;4
budget;1000
vote_type;approval
min_length;1
max_length;2
PROJECTS
project_id;cost;votes;name;selected
1;600;3;Bench;1
2;400.50;2;"Tree; big";0
3;500;1;Łąka "x";0
VOTES
voter_id;vote;age
a;1,2;30
b;1,3;40
c;2;
d;1;50
"""

POINTS = (
    SAMPLE.replace("approval", "cumulative\nmin_points;1\nmax_points;4\nmin_sum_points;2\nmax_sum_points;5")
    .replace("vote;age", "vote;points")
    .replace("1,2;30", "1,2;3,2")
    .replace("1,3;40", "1,3;1,4")
    .replace("c;2;", "c;2;2")
    .replace("1;50", "1;4")
)


def spoilt(*edits: tuple[str, str], text: str = SAMPLE) -> str:
    """``text`` with each of the edits made once; an edit that finds nothing is a mistake in the test."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def problems(text: str | bytes) -> list[str]:
    """``line:column code`` of every problem in a file that has some."""
    found = pabulib.read(text.encode() if isinstance(text, str) else text, name="f.pb")
    assert isinstance(found, list), "no problem was found"
    return short(found)


def value(text: str | bytes) -> PabulibFile:
    """The value in a file without problems."""
    found = pabulib.read(text.encode() if isinstance(text, str) else text, name="f.pb")
    assert isinstance(found, PabulibFile), [str(problem) for problem in found]
    return found


def short(found: list[Problem] | tuple[Problem, ...]) -> list[str]:
    """``line:column code`` of each."""
    return [f"{problem.place.line}:{problem.place.column} {problem.code}" for problem in found]
