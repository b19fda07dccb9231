"""The page of an opinion map: who votes alike, what unites, what divides, what to ask next.

Made from the JSON of ``coproduce map``. What unites stands before what divides; every
figure says of how many; figures about fewer than five votes are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coproduce import report as r
from coproduce.report.numbers import in_words, number, percent, plural
from coproduce.report.tones import group_tone

FEWEST = 5
MOST_DIVIDING = 6
MOST_PRINTED = 60
FEW = "left out"
_FIRM = "over 75% it stands firm, under 60% it may be chance"


@dataclass(frozen=True)
class _Map:
    """The result, with what is looked up again and again."""

    result: Mapping[str, Any]
    statements: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, result: Mapping[str, Any]) -> _Map:
        return cls(result, {entry["id"]: entry for entry in result["statements"]})

    @property
    def groups(self) -> Sequence[Mapping[str, Any]]:
        return list(self.result["groups"])

    def text(self, statement: str) -> str:
        """What a statement says, on one line."""
        return (
            " ".join(self.statements[statement]["text"].split())
            or f"Statement {statement} (its words are not here)"
        )


def page(envelope: Mapping[str, Any], *, topic: str = "") -> r.Page:
    """The page of the map in ``envelope`` (plain values, as ``--json`` writes them); ``topic`` heads it."""
    drawn = _Map.of(envelope["result"])
    several = len(drawn.groups) > 1
    blocks: list[r.Block] = [
        _figures(drawn),
        *(r.Para((r.Strong("Please note. "), text)) for text in envelope["warnings"]),
    ]
    blocks.append(
        r.Section(
            "The map",
            (r.Para(_how_to_read(len(drawn.groups))), r.Figure(_chart(drawn), table="below", heading="")),
        )
    )
    wide: list[r.Block] = [_unites(drawn), *_groups(drawn)]
    if several:
        wide.append(_divides(drawn))
    wide += [_to_ask(drawn), *_stakeholders(drawn), _all_statements(drawn), _check(envelope)]
    return r.Page(
        title=_title(drawn),
        kicker=topic,
        lead="People voted on statements that other people wrote. Those who vote alike stand close together here. "
        "It is a picture of who took part, not a vote of everybody.",
        blocks=(*blocks, *wide),
    )


def group_name(group: int) -> str:
    """The name of a group on the page: Group A for 0, Group B for 1, Group AA for 26."""
    letters, rest = "", group
    while rest >= 0:
        letters = chr(ord("A") + rest % 26) + letters
        rest = rest // 26 - 1
    return f"Group {letters}"


def _kept(name: str) -> str:
    """A name that is not broken over two lines."""
    return name.replace(" ", "\N{NO-BREAK SPACE}")


def _title(drawn: _Map) -> str:
    agreed = len(drawn.result["consensus"]["agree"])
    found = (
        f"{in_words(len(drawn.groups)).capitalize()} groups of opinion"
        if len(drawn.groups) > 1
        else "One group of opinion"
    )
    if not agreed:
        return f"{found}, and nothing yet that all agree on"
    return f"{found}, and {'one thing' if agreed == 1 else f'{in_words(agreed)} things'} all agree on"


def _figures(drawn: _Map) -> r.KeyFigures:
    result = drawn.result
    return r.KeyFigures(
        (
            r.KeyFigure(
                number(result["counted"]),
                f"people in the map, of {number(result['participants'])} who took part",
            ),
            r.KeyFigure(number(result["statement_count"]), "statements"),
            r.KeyFigure(number(result["votes"]), "votes"),
        )
    )


def _how_to_read(groups: int) -> str:
    if groups < 2:
        return "Each mark is a person. No groups stand apart clearly enough to be shown."
    return (
        "Each mark is a person. People who stand close together vote alike; the outline goes round a group. "
        "Left and right, up and down mean nothing by themselves."
    )


def _chart(drawn: _Map) -> r.Chart:
    names = [group_name(group["id"]) for group in drawn.groups]
    points = [
        r.Point(entry["x"], entry["y"], names[entry["group"]])
        for entry in drawn.result["positions"]
        if entry["group"] is not None
    ]
    resamples = drawn.result["resamples"]
    heads: list[str | r.Column] = ["Group", r.figures("People")]
    rows = [
        [r.Cell(name), r.Cell(number(group["size"]))] for name, group in zip(names, drawn.groups, strict=True)
    ]
    notes = []
    if resamples and len(names) > 1:
        heads.append(r.figures("Stands"))
        for row, group in zip(rows, drawn.groups, strict=True):
            row.append(r.Cell(percent(group["stability"])))
        told = f"Stands: the map was drawn {number(resamples)} times more, each time with people drawn anew from those "
        notes.append(
            f"{told}who took part. The figure is how much of the group came together again: {_FIRM}."
        )
    table = r.Table.of("The groups", heads, rows, notes=notes)
    tones = {name: group_tone(at) for at, name in enumerate(names)}
    return r.map_of_points("Who votes alike", points, groups=tones, hulls=len(names) > 1, table=table)


def _unites(drawn: _Map) -> r.Section:
    found = drawn.result["consensus"]
    blocks: list[r.Block] = []
    for side, title in (("agree", "All groups agree"), ("disagree", "All groups disagree")):
        listed = [drawn.statements[entry["statement"]] for entry in found[side]]
        if not listed:
            blocks.append(r.Para(f"{title} on: nothing yet."))
            continue
        chart = r.shares(
            title,
            (_AGREE, _DISAGREE, _PASS),
            [r.Share(drawn.text(entry["id"]), _votes(entry)) for entry in listed],
            lead=0 if side == "agree" else 1,
            note=f"The figure at the right is the share that {side}s.",
            table=_votes_on(drawn, f"{title}: the numbers", listed),
        )
        blocks.append(r.Figure(chart, table="beside"))
    rule = (
        "A statement stands here only if enough people voted on it, some from every group, and more than half of each "
        "group is on the same side, chance allowed for."
        if drawn.result["mode"] == "coproduce"
        else "Listed as Polis lists them: over everybody who voted, however few."
    )
    return r.Section("What unites", (r.Para(rule, voice="soft"), *blocks))


_AGREE, _DISAGREE, _PASS = r.Part("Agree", "agree"), r.Part("Disagree", "disagree"), r.Part("Pass", "pass")


def _votes(entry: Mapping[str, Any]) -> tuple[int, int, int]:
    return int(entry["agree"]), int(entry["disagree"]), int(entry["pass"])


def _votes_on(drawn: _Map, caption: str, statements: Sequence[Mapping[str, Any]]) -> r.Table:
    """How everybody voted on each of ``statements``."""
    heads: list[str | r.Column] = ["Statement", *(r.figures(name) for name in ("Agree", "Disagree", "Pass"))]
    rows = [
        [
            r.Cell(drawn.text(entry["id"]), note="rejected in moderation" if entry["rejected"] else ""),
            *(r.Cell(number(count)) for count in _votes(entry)),
        ]
        for entry in statements
    ]
    return r.Table.of(caption, heads, rows, phone="stack")


def _groups(drawn: _Map) -> list[r.Section]:
    if len(drawn.groups) < 2:
        return []
    return [_group(drawn, group) for group in drawn.groups]


def _group(drawn: _Map, group: Mapping[str, Any]) -> r.Section:
    name = group_name(group["id"])
    share = percent(group["size"] / drawn.result["counted"])
    people = f"{plural(group['size'], 'person', 'people')}, {share} of those in the map."
    if not group["representative"]:
        return r.Section(name, (r.Para(f"{people} No statement marks this group."),))
    rows = [
        [
            r.Cell(drawn.text(entry["statement"])),
            _of(entry["votes_for"], entry["votes"], entry["side"]),
            _elsewhere(drawn, entry["statement"], group["id"], entry["side"]),
        ]
        for entry in group["representative"]
    ]
    heads: list[str | r.Column] = ["Statement", r.figures("In this group"), r.figures("Elsewhere")]
    return r.Section(
        name,
        (r.Para(people), r.Table.of(f"What marks it: where {name} stands apart", heads, rows, phone="stack")),
    )


def _elsewhere(drawn: _Map, statement: str, group: int, side: str) -> r.Cell:
    others = [entry for entry in drawn.statements[statement]["per_group"] if entry["group"] != group]
    return _of(sum(entry[side] for entry in others), sum(_seen(entry) for entry in others), side)


def _seen(entry: Mapping[str, Any]) -> int:
    return int(entry["agree"] + entry["disagree"] + entry["pass"])


def _of(part: int, whole: int, side: str = "") -> r.Cell:
    if whole < FEWEST:
        return r.Cell(FEW, mark="missing")
    return r.Cell(f"{percent(part / whole)} {side}".strip(), note=f"{number(part)} of {number(whole)}")


def _divides(drawn: _Map) -> r.Section:
    asked = [
        entry
        for entry in drawn.result["statements"]
        if not entry["rejected"] and all(_seen(each) >= FEWEST for each in entry["per_group"])
    ]
    asked.sort(key=lambda entry: -float(entry["divides"]))
    heads: list[str | r.Column] = [
        "Statement",
        *(r.figures(_kept(group_name(group["id"]))) for group in drawn.groups),
    ]
    rows = [
        [r.Cell(drawn.text(entry["id"])), *(_of(each["agree"], _seen(each)) for each in entry["per_group"])]
        for entry in asked[:MOST_DIVIDING]
    ]
    table = r.Table.of("Share of each group that agrees", heads, rows, phone="stack")
    return r.Section(
        "What divides", (r.Para("The statements on which the groups stand furthest apart."), table)
    )


def _to_ask(drawn: _Map) -> r.Section:
    lines = [
        (
            (r.Strong(f"{group_name(group['id'])}: ") if len(drawn.groups) > 1 else ""),
            drawn.text(group["ask_next"][0]),
        )
        for group in drawn.groups
        if group["ask_next"]
    ]
    if not lines:
        return r.Section("What to ask next", (r.Para("Everybody has voted on everything."),))
    words = "The statement on which one more vote from this group would tell us most."
    return r.Section("What to ask next", (r.Para(words), r.Bullets(tuple(lines))))


def _stakeholders(drawn: _Map) -> list[r.Section]:
    declared = drawn.result["stakeholders"]
    if not declared:
        return []
    heads: list[str | r.Column] = [
        "They said they are",
        r.figures("People"),
        *(r.figures(_kept(group_name(group["id"]))) for group in drawn.groups),
    ]
    rows = [
        [r.Cell(each["name"]), _shown(each["size"]), *(_shown(count) for count in each["in_groups"])]
        for each in declared
    ]
    note = (
        "Figures about fewer than five people are left out, and others from which they could be worked out."
    )
    where = r.Table.of("Which group they vote with", heads, rows, notes=(note,))
    listed = [*drawn.result["consensus"]["agree"], *drawn.result["consensus"]["disagree"]]
    names = [each["name"] for each in declared]
    by_name = {each["name"]: {entry["id"]: entry for entry in each["statements"]} for each in declared}
    votes = [
        [
            r.Cell(drawn.text(entry["statement"])),
            *(_declared_share(by_name[name][entry["statement"]]) for name in names),
        ]
        for entry in listed
    ]
    blocks: list[r.Block] = [where]
    if votes:
        blocks.append(
            r.Table.of(
                "How they voted on what unites: share that agrees",
                ["Statement", *map(r.figures, names)],
                votes,
            )
        )
    return [r.Section("Who they are, and how they voted", tuple(blocks))]


def _shown(count: int | None) -> r.Cell:
    return r.Cell(FEW, mark="missing") if count is None else r.Cell(number(count))


def _declared_share(entry: Mapping[str, Any]) -> r.Cell:
    return r.Cell(FEW, mark="missing") if entry["votes"] is None else _of(entry["agree"], entry["votes"])


def _all_statements(drawn: _Map) -> r.Details:
    listed = drawn.result["statements"]
    table = _votes_on(drawn, "All statements", listed)
    return r.Details("All statements and how everybody voted", (table,), printed=len(listed) <= MOST_PRINTED)


def _check(envelope: Mapping[str, Any]) -> r.Panel:
    mode = envelope["result"]["mode"]
    silhouettes = envelope["result"]["silhouettes"]
    tried = ", ".join(f"{entry['k']}: {entry['silhouette']:.2f}" for entry in silhouettes)
    facts: list[tuple[str, r.Words]] = [
        ("Drawn by", f"{envelope['method']}, Coproduce {envelope['version']}"),
        ("Seed", str(envelope["seed"])),
        ("Digest of the votes (SHA-256)", r.Code(envelope["input_sha256"])),
    ]
    if tried:
        facts.append(("How clearly they part, by number of groups (best is highest)", tried))
    words = "The same votes, options and seed give the same map, whoever draws it. FILE is what --json wrote."
    command = f"coproduce map FOLDER --mode {mode} --seed {_quoted(str(envelope['seed']))}"
    return r.Panel(
        "Check it yourself",
        (r.Para(words), r.Command(f"{command}\ncoproduce map --replay FILE"), r.Facts(tuple(facts))),
    )


def _quoted(words: str) -> str:
    return words if words.isalnum() else "'" + words.replace("'", "'\\''") + "'"
