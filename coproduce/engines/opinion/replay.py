"""The record of a map, and the map drawn again from it.

The votes travel in the record as base64 of their three arrays in little-endian order,
up to five million votes; above that the record holds their digest, and whoever draws
the map again brings the votes.
"""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from coproduce.engines.kernel import BadInput, Record, RecordMismatch
from coproduce.engines.opinion.mapping import draw_map
from coproduce.engines.opinion.opinion_map import OpinionMap
from coproduce.engines.opinion.options import MapOptions
from coproduce.engines.opinion.votes import Votes

MOST_VOTES = 5_000_000


def record_of(drawn: OpinionMap) -> Record:
    """The record of ``drawn``."""
    options = {name: value for name, value in vars(drawn.options).items() if name not in ("mode", "seed")}
    return Record(
        method=f"opinion/{drawn.options.mode}",
        options=options,
        seed=drawn.options.seed,
        input_sha256=drawn.votes.digest(),
        data={
            "votes": packed(drawn.votes) if len(drawn.votes.value) <= MOST_VOTES else None,
            "last": drawn.last,
        },
    )


def replay(record: Record, votes: Votes | None = None) -> OpinionMap:
    """The map that ``record`` describes.

    Raises:
        BadInput: the record is not of a map, or holds no votes and none are given.
        RecordMismatch: the votes are not those that the record speaks of.
    """
    engine, _, mode = record.method.partition("/")
    if engine != "opinion":
        raise BadInput.one(
            f"this record is of {record.method}, not of an opinion map", source="record", key="method"
        )
    if votes is None:
        held = record.data.get("votes")
        if held is None:
            raise BadInput.one(
                "the record holds no votes; give the votes too", source="record", key="data.votes"
            )
        votes = unpacked(held)
    if votes.digest() != record.input_sha256:
        raise RecordMismatch("the votes are not those from which the map was drawn")
    options = MapOptions.from_plain({**record.options, "mode": mode, "seed": record.seed})
    return draw_map(votes, options, last=record.data.get("last"))


def packed(votes: Votes) -> dict[str, Any]:
    """``votes`` in plain values, nothing lost."""
    return {
        "participants": votes.participants,
        "statements": votes.statements,
        "texts": votes.texts,
        "rejected": np.flatnonzero(votes.rejected).tolist(),
        "meta": np.flatnonzero(votes.meta).tolist(),
        "start": _text(votes.start.astype("<i8").tobytes()),
        "column": _text(votes.column.astype("<i4").tobytes()),
        "value": _text(votes.value.astype("<i1").tobytes()),
        "arrival": _text(votes.arrival.astype("<i8").tobytes()),
        "stakeholders": votes.stakeholders,
    }


def unpacked(held: dict[str, Any]) -> Votes:
    """What ``packed`` wrote. Raises ``BadInput`` where it cannot be read."""
    try:
        size = len(held["statements"])
        return Votes(
            participants=tuple(held["participants"]),
            statements=tuple(held["statements"]),
            texts=tuple(held["texts"]),
            rejected=np.isin(np.arange(size), held["rejected"]),
            meta=np.isin(np.arange(size), held["meta"]),
            start=_array(held["start"], "<i8").astype(np.int64),
            column=_array(held["column"], "<i4").astype(np.int32),
            value=_array(held["value"], "<i1").astype(np.int8),
            arrival=_array(held["arrival"], "<i8").astype(np.int64),
            stakeholders=tuple(held["stakeholders"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput.one(
            f"the votes in this record cannot be read ({error}); take the file as --json wrote it",
            source="record",
            key="data.votes",
        ) from None


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _array(text: str, kind: str) -> Any:
    return np.frombuffer(base64.b64decode(text, validate=True), dtype=kind)
