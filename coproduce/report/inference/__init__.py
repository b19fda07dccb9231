"""The page of a survey: sentences first, then charts with their tables, then the annex.

People read what goes with doing things alone and together, how sure that is, and what is not
confirmed; the two strategies stand apart, each suggestion with the evidence for or against
it in this survey; whoever wants to check finds coefficients, tests and raw differences last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coproduce.engines.kernel import plain
from coproduce.report import (
    Aloud,
    Answer,
    Axis,
    Bar,
    Block,
    Bullets,
    Dot,
    Figure,
    Footnote,
    Mark,
    Page,
    Panel,
    Para,
    Section,
    Sheet,
    Table,
    Tag,
    bars,
    dots,
    number,
    percent,
)
from coproduce.report.inference import sentences
from coproduce.report.inference.annex import annex

Told = Mapping[str, Any]
TONES = ("funded", "group-2")
EVIDENCE = {
    "for": Tag("This survey speaks for it", "go"),
    "against": Tag("This survey speaks against it", "owed"),
    "unclear": Tag("Nothing clear here", "wait"),
    "not asked": Tag("Not asked here", "open"),
}
TARGETS = {"individual": "To help people do more on their own", "collective": "To bring people together"}


def page(envelope: Any, *, about: str = "") -> Page:
    """The page of a survey's models, from the JSON of ``coproduce model`` (parsed, or the kernel's ``Envelope``)."""
    told = plain(envelope)
    result = told["result"]
    title = sentences.headline(result)
    return Page(
        title=title,
        kicker="" if title == result["title"] else result["title"],
        lead=sentences.basis(result),
        blocks=tuple(_main(result)),
        side=tuple(_sheets(told, about)),
        wide=(*_charts(result), *_strategies(result), annex(told)),
        footer=(
            Footnote(
                "How this page was made",
                (f"Computed and written by Coproduce {told['version']}, open-source software.",),
            ),
            Footnote(
                "Your answers",
                (
                    "No person's answers stand on this page; figures about fewer than five people are held back.",
                ),
            ),
        ),
    )


def _main(result: Told) -> list[Block]:
    blocks: list[Block] = [Section("What goes with what", (Bullets(tuple(sentences.findings(result))),))]
    if result["expected"]:
        rows = [
            [
                sentences.claim(each, result),
                sentences.sign_in_words(each["found"])
                if not each["what"].startswith("difference.")
                else _direction(each["found"]),
                "yes" if each["confirmed"] else "no",
            ]
            for each in result["expected"]
        ]
        table = Table.of(
            "What earlier studies found, and whether it is found here",
            ["Found before", "Found here", "Confirmed"],
            rows,
        )
        blocks.append(
            Section(
                "Does it agree with earlier studies?",
                (*(Para(text) for text in sentences.expected(result)), table),
            )
        )
    return blocks


def _direction(sign: str) -> str:
    return {"+": "stronger alone", "-": "stronger together", "0": "no clear difference"}[sign]


def _sheets(told: Told, about: str) -> list[Block]:
    result = told["result"]
    blocks: list[Block] = [
        Sheet("Read this with care", (Para(result["caution"]),)),
        Sheet("Who is missing", (Para(sentences.missing(result)),)),
    ]
    if about:
        blocks.append(Sheet("Where the answers come from", (Para(about),)))
    if told["warnings"]:
        blocks.append(Sheet("Good to know", (Bullets(tuple(told["warnings"])),)))
    return blocks


def _charts(result: Told) -> list[Block]:
    blocks: list[Block] = []
    for at, model in enumerate(result["models"]):
        rows = [_dot(term["label"], term["ame"], term["ame_ci"], TONES[at % 2]) for term in model["terms"]]
        chart = dots(
            _goes_with(model), rows, axis=_axis(), marks=(Mark(0.0, "no link"),), head="What",
            note="How much the answer moves on a scale from 0 (lowest) to 1 (highest), all else as it is; with the "
            "range in which the truth lies 95 times in 100.",
        )  # fmt: skip
        blocks.append(Figure(chart, table="folded"))
    if result["difference"]:
        first, second = (model["label"] for model in result["models"])
        rows = [_dot(row["label"], row["diff"], row["ci"], "funded") for row in result["difference"]]
        chart = dots(
            "Where the two differ", rows, axis=_axis(), marks=(Mark(0.0, "no difference"),), head="What",
            note=f"The link with “{first}” less the link with “{second}”, both on a scale from 0 to 1. People are in "
            "both, and the range takes that into account.",
        )  # fmt: skip
        blocks.append(Figure(chart, table="folded"))
    return [Section("The figures", tuple(blocks)), *_groups(result), *_segments(result)]


def _goes_with(model: Told) -> str:
    if model["kind"] in sentences.DOES:
        return f"What goes with doing things {sentences.DOES[model['kind']]}"
    return f"What goes with “{model['label']}”"


def _axis() -> Axis:
    return Axis(write=lambda value: number(value, 3))


def _dot(label: str, value: float, ci: Sequence[float], tone: str) -> Dot:
    return Dot(label, value, ci[0], ci[1], tone=tone)


def _groups(result: Told) -> list[Block]:
    blocks: list[Block] = []
    for each in result["descriptives"]:
        if not each["groups"]:
            continue
        share = each["measure"] == "at all"
        write = percent if share else number
        rows = [
            Bar(
                f"{row['by_label']}: {row['group']}", row["value"],
                low=row["ci"][0] if row["ci"] else None, high=row["ci"][1] if row["ci"] else None,
                note="held back: fewer than five people" if row["held_back"] else f"{number(row['n'] or 0)} people",
            )
            for row in each["groups"]
        ]  # fmt: skip
        title = f"“{each['label']}”, {'above the lowest answer' if share else 'mean'}, by group"
        blocks.append(
            Figure(
                bars(title, rows, write=write, head="Group", measure="Share" if share else "Mean"),
                table="folded",
            )
        )
    return [Section("Who does how much", tuple(blocks))] if blocks else []


def _segments(result: Told) -> list[Block]:
    found = result["segments"]
    if not found or len(found["classes"]) < 2:
        return []
    names = [item["label"] for item in found["items"]]
    columns = [
        "What",
        *(f"Group {at + 1}: {percent(each['share'])}" for at, each in enumerate(found["classes"])),
    ]
    rows = [
        [name, *(percent(1 - each["chances"][at][0]) for each in found["classes"])]
        for at, name in enumerate(names)
    ]
    table = Table.of("How likely each group is to do each thing", columns, rows)
    words = "These groups are found by what people do, not by who they are. Nobody belongs to one for sure."
    return [Section("Kinds of people by what they do", (Para(words), table))]


def _strategies(result: Told) -> list[Block]:
    parts: list[Block] = []
    for target, title in TARGETS.items():
        own = [each for each in result["strategies"] if each["target"] == target]
        if not own:
            continue
        answers = tuple(
            Answer(
                each["text"],
                (f"From {each['source']}.", *each["elsewhere"]),
                EVIDENCE[each["evidence"]],
            )
            for each in own
        )
        parts.append(Section(title, (Aloud(answers),)))
    if not parts:
        return []
    intro = Para(
        "What helps people do things alone may not bring them together. Each says what this survey tells of it."
    )
    return [Panel("Two strategies, not one", (intro, Para(result["caution"], "soft"))), *parts]


__all__ = ["page"]
