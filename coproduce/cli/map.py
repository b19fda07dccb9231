"""``coproduce map``: votes on statements → an opinion map.

Reads a folder with Polis' export files, or one of ``votes.csv`` and
``participants-votes.csv``; writes the map as text, JSON or a page, and with ``--export``
Polis' five files with the groups found.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, cast

from coproduce.cli.contract import Answer
from coproduce.cli.files import read_input
from coproduce.cli.replay import replayed
from coproduce.engines.kernel import BadInput, Envelope, Place, Problem

if TYPE_CHECKING:
    from coproduce.engines.opinion.opinion_map import OpinionMap
    from coproduce.engines.opinion.options import MapOptions
    from coproduce.formats.polis import Conversation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's own arguments."""
    parser.add_argument(
        "input", metavar="INPUT", nargs="?", help="a Polis export folder, votes.csv or participants-votes.csv"
    )
    parser.add_argument(
        "--mode", choices=("coproduce", "polis"), default="coproduce", help="how groups are found"
    )
    parser.add_argument(
        "--seed", default="coproduce", metavar="WORDS", help="words from which random numbers come"
    )
    parser.add_argument(
        "--comments", metavar="FILE", type=Path, help="comments.csv, where INPUT is a single file"
    )
    parser.add_argument(
        "--stakeholders", metavar="FILE", type=Path, help="participant,group: declared groups to show beside"
    )
    parser.add_argument(
        "--ban",
        metavar="ID",
        action="append",
        default=[],
        help="do not count this participant's votes; repeatable",
    )
    parser.add_argument("--most-groups", metavar="N", type=int, help="the largest number of groups tried")
    parser.add_argument(
        "--smallest-group", metavar="N", type=int, help="no group smaller than this (coproduce mode: 5)"
    )
    parser.add_argument(
        "--least-votes", metavar="N", type=int, default=7, help="votes from which somebody counts (7)"
    )
    parser.add_argument(
        "--resamples", metavar="N", type=int, help="resamples for stability (coproduce mode: 100)"
    )
    parser.add_argument("--pick", metavar="N", type=int, default=5, help="longest list of statements (5)")
    parser.add_argument(
        "--export", metavar="FOLDER", type=Path, help="write Polis' five files with the groups found"
    )
    parser.add_argument("--replay", metavar="FILE", help="derive again what --json wrote, and compare")


def run(arguments: argparse.Namespace) -> Answer:
    """The map of the votes given."""
    from coproduce.engines.opinion.replay import replay

    if arguments.replay:
        return replayed(
            arguments.replay, replay=replay, envelope=lambda drawn: _envelope(cast("OpinionMap", drawn))
        )
    if not arguments.input:
        raise BadInput.one(
            "give a Polis export folder, votes.csv or participants-votes.csv", source="map", key="INPUT"
        )
    conversation = _read(arguments)
    drawn = _drawn(conversation, _options(arguments))
    warnings = tuple(str(problem) for problem in conversation.warnings)
    envelope = _envelope(drawn, warnings)
    topic = conversation.summary.get("topic") if conversation.summary else ""

    def page() -> bytes:
        from coproduce.report.opinion import page as report

        return report(envelope_of(envelope), topic=topic).to_html()

    return Answer(
        _told(drawn, topic, envelope.warnings),
        envelope,
        page,
        _exported(arguments.export, conversation, drawn),
    )


def envelope_of(envelope: Envelope) -> dict[str, object]:
    """What the page is drawn from: the envelope in plain values, without the record."""
    return {name: value for name, value in vars(envelope).items() if name != "record"}


def _envelope(drawn: OpinionMap, warnings: tuple[str, ...] = ()) -> Envelope:
    return Envelope.of(drawn.record, drawn.result(), (*drawn.warnings, *warnings))


def _options(arguments: argparse.Namespace) -> MapOptions:
    from coproduce.engines.opinion.options import MapOptions

    return MapOptions(
        mode=arguments.mode,
        seed=arguments.seed,
        least_votes=arguments.least_votes,
        most_groups=arguments.most_groups,
        smallest_group=arguments.smallest_group,
        resamples=arguments.resamples,
        pick=arguments.pick,
    ).settled()


def _drawn(conversation: Conversation, options: MapOptions) -> OpinionMap:
    from coproduce.engines.opinion.mapping import draw_map
    from coproduce.engines.opinion.votes import Votes

    return draw_map(Votes.of(conversation), options)


def _read(arguments: argparse.Namespace) -> Conversation:
    from coproduce.formats.polis import join
    from coproduce.formats.polis.conversation import FILES

    path = Path(arguments.input)
    folder = {name: path / name for name in FILES if (path / name).exists()}
    sources = folder if path.is_dir() else {_kind(path): path}
    for name, given in (("comments.csv", arguments.comments), ("stakeholders.csv", arguments.stakeholders)):
        if given:
            sources[name] = given
    contents = {name: read_input(source) for name, source in sources.items()}
    found = join(contents, names={name: str(source) for name, source in sources.items()}, folder=str(path))
    if isinstance(found, list):
        raise BadInput(found)
    unknown = [name for name in arguments.ban if name not in found.participant_ids]
    if unknown:
        raise BadInput(
            [
                Problem(
                    Place("--ban", key=name),
                    "no participant has this id; give it as the files do",
                    "ban-unknown",
                )
                for name in unknown
            ]
        )
    return found.without(tuple(arguments.ban))


def _kind(path: Path) -> str:
    """Which of the two files of votes this is, by its first line: files are often renamed."""
    head = read_input(path)[:4096].split(b"\n", 1)[0]
    return "votes.csv" if b"voter-id" in head else "participants-votes.csv"


def _exported(folder: Path | None, conversation: Conversation, drawn: OpinionMap) -> dict[Path, bytes]:
    if folder is None:
        return {}
    from coproduce.formats.polis.export import export

    if not folder.is_dir():
        raise BadInput.one("this folder does not exist; make it first", code="folder", source=str(folder))
    names, label = drawn.votes.participants, drawn.label.tolist()
    groups = {name: group for name, group in zip(names, label, strict=True) if group >= 0}
    return {folder / name: data for name, data in export(conversation, groups).items()}


def _told(drawn: OpinionMap, topic: str, warnings: tuple[str, ...]) -> str:
    from coproduce.report.opinion import group_name

    texts = drawn.votes.texts
    found = [topic or "Opinion map", ""]
    found.append(
        f"{len(drawn.counting):,} of {len(drawn.votes.participants):,} participants count, "
        f"{len(drawn.votes.value):,} votes on {len(texts):,} statements."
    )
    found += [f"Note: {warning}" for warning in warnings]
    for group in range(drawn.k):
        firm = f", stands in {drawn.stability.groups[group]:.0%}" if drawn.stability else ""
        found += ["", f"{group_name(group)}: {drawn.sizes[group]:,} people{firm}"]
        found += [
            f"  {entry.side:<8} {entry.votes_for:>5} of {entry.seen:<5} {_short(texts[entry.statement])}"
            for entry in drawn.representative[group]
        ]
    for title, entries in (
        ("All groups agree", drawn.consensus.agree),
        ("All groups disagree", drawn.consensus.disagree),
    ):
        found += ["", f"{title}:" if entries else f"{title}: on nothing yet."]
        found += [
            f"  {entry.votes_for:>5} of {entry.seen:<5} {_short(texts[entry.statement])}" for entry in entries
        ]
    return "\n".join(found)


def _short(text: str, longest: int = 100) -> str:
    flat = " ".join(text.split()) or "(no text)"
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"
