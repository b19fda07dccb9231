"""The page of a count: what is funded, what is not and why, read aloud first and drawn after.

It begins with the sentence that people came to hear. Then each idea has its two
sentences; then come the other way of counting, how the count works in plain words, the
votes as a chart with the same numbers as a table, and how anyone can count again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coproduce.engines.kernel import plain
from coproduce.report import (
    Aloud,
    Answer,
    Block,
    Bullets,
    Command,
    Details,
    Download,
    Facts,
    Figure,
    Footnote,
    Page,
    Panel,
    Para,
    Section,
    Sheet,
    Strong,
    Tag,
    Words,
    number,
)
from coproduce.report.counting import methods, sentences
from coproduce.report.counting.drawn import got_chart, spending_tables, votes_chart
from coproduce.report.counting.money import Purse

MOST_TIES = 12


def page(
    envelope: Any,
    *,
    beside: Any = None,
    name: str = "",
    downloads: Sequence[Download] = (),
    record: str = "record.json",
    notice: str = "",
    since: Mapping[str, str] | None = None,
) -> Page:
    """The page of a count.

    ``envelope`` is the JSON of ``coproduce count`` as parsed, or the kernel's ``Envelope``; ``beside`` the
    same election's envelope by another rule, for the comparison (without it, a whole result under
    ``comparison`` is taken). ``name`` says which vote it was; ``downloads`` are files to take, and
    ``record`` the name under which the record is found. ``since`` says of an idea, by its id, what comes next.
    """
    told = plain(envelope)
    told["result"] = result = _shown(told["result"])
    other = plain(beside)["result"] if beside is not None else _whole(result.get("comparison"))
    if other and other["rule"] == result["rule"]:
        other = None
    purse = Purse(str(result.get("currency") or ""))
    projects = result["projects"]
    funded = sorted((each for each in projects if each["funded"]), key=lambda each: each.get("order") or 0)
    lost = sorted((each for each in projects if not each["funded"]), key=_by_votes)
    return Page(
        title=sentences.headline(len(funded)),
        kicker=name,
        lead=sentences.lead(result, funded, lost, purse),
        blocks=tuple(_answers(result, funded, lost, purse, since or {})),
        side=tuple(_sheets(told, other, purse)),
        wide=tuple(_wide(told, other, purse, downloads, record)),
        footer=_footer(told),
        notice=notice,
    )


def _answers(
    result: Mapping[str, Any],
    funded: Sequence[Any],
    lost: Sequence[Any],
    purse: Purse,
    since: Mapping[str, str],
) -> list[Block]:
    blocks: list[Block] = []
    for title, found, tag in (
        ("Funded", funded, Tag("Funded", "go")),
        ("Not funded, because…", lost, Tag("Not funded")),
    ):
        if found:
            answers = (
                Answer(
                    f"{each['name']}, {purse.said(each['cost'])}",
                    (*sentences.of(each, result, purse), *_next(since.get(str(each["id"]), ""))),
                    tag,
                )
                for each in found
            )
            blocks.append(Section(title, (Aloud(tuple(answers)),)))
    return blocks


def _next(words: str) -> tuple[Words, ...]:
    return ((Strong("Next:"), " ", words),) if words else ()


def _sheets(told: Mapping[str, Any], other: Mapping[str, Any] | None, purse: Purse) -> list[Block]:
    result = told["result"]
    blocks: list[Block] = []
    if other:
        blocks.append(Sheet(*sentences.difference(result, other)))
    step = result.get("comparison") or {}
    if "prefer_rule" in step:
        blocks.append(
            Sheet("What more voters prefer", sentences.preference(step, str(told["options"]["rule"])))
        )
    explained: list[Words] = [(Strong(f"{methods.title(result)}."), " ", methods.explained(result, purse))]
    if other:
        explained.append((Strong(f"{methods.title(other)}"), " ", methods.in_short(other)))
    blocks.append(Sheet("How we counted", tuple(Para(words) for words in explained)))
    blocks.append(Sheet("Ties", _ties(result)))
    if told.get("warnings"):
        blocks.append(Sheet("Good to know", (Bullets(tuple(told["warnings"])),)))
    return blocks


def _ties(result: Mapping[str, Any]) -> tuple[Block, ...]:
    ties = result.get("ties") or []
    if not ties:
        return (Para("No two ideas were level where it mattered."),)
    names = {each["id"]: each["name"] for each in result["projects"]}
    told = tuple(sentences.tie(tie, names) for tie in ties[:MOST_TIES])
    more = f"And {number(len(ties) - MOST_TIES)} more, all in the record." if len(ties) > MOST_TIES else ""
    return (Bullets(told), *([Para(more)] if more else []))


def _wide(
    told: Mapping[str, Any],
    other: Mapping[str, Any] | None,
    purse: Purse,
    downloads: Sequence[Download],
    record: str,
) -> list[Block]:
    result = told["result"]
    blocks: list[Block] = [Figure(votes_chart(result, other, purse))]
    got = got_chart(result)
    if got:
        told_of = [
            Para(words) for words in (sentences.voters_got(result), sentences.deserved(result)) if words
        ]
        blocks.append(Section("What voters got", (*told_of, Figure(got))))
    blocks += [Section(heading, (table,)) for heading, table in spending_tables(result, purse)]
    options = tuple(
        (methods.OPTIONS.get(key, key), "yes" if value is True else str(value))
        for key, value in told["options"].items()
        if value is not None and value is not False
    )
    facts = Facts(
        (
            *options,
            *([("Seed", str(told["seed"]))] if told.get("seed") else []),
            ("Input", f"SHA-256 {told['input_sha256']}"),
            ("Version", f"Coproduce {told['version']}"),
        )
    )
    blocks.append(
        Panel(
            "Check it yourself",
            (
                Para(
                    "Anyone can count again: the votes without names and every step are in one file, the record."
                ),
                Command(f"coproduce count --replay {record}"),
                *downloads,
                Details("Exactly what was counted, and how", (facts,), printed=True),
            ),
        )
    )
    return blocks


def _footer(told: Mapping[str, Any]) -> tuple[Footnote, ...]:
    return (
        Footnote(
            "How this page was made",
            (f"Counted and written by Coproduce {told['version']}, open-source software.",),
        ),
        Footnote(
            "On paper", ("This page prints on A4, in colour or in black and white, and can be read aloud.",)
        ),
        Footnote("Your vote", ("There are no names on this page, only sums.",)),
    )


def _shown(result: dict[str, Any]) -> dict[str, Any]:
    """The result under the rule whose outcome it is: after a comparison step, that of the winner."""
    won = (result.get("comparison") or {}).get("winner")
    return {**result, "rule": won, "compared_with": result["rule"]} if won == "greedy" else result


def _whole(comparison: Any) -> Mapping[str, Any] | None:
    """The comparison, where it is a result of its own and not only the figures of the comparison step."""
    return comparison if isinstance(comparison, Mapping) and "projects" in comparison else None


def _by_votes(each: Mapping[str, Any]) -> tuple[int, str]:
    return -int(each.get("votes") or 0), str(each["id"])
