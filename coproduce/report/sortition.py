"""The pages of a lottery: everybody's chance before the draw, and who was drawn.

Made from the JSON of ``coproduce sortition``. What it means stands first; the proof and the
commands to check it last. People stand on it by the ids they were given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from coproduce import report as r
from coproduce.report.numbers import number, percent, plural

_METHODS = {
    "leximin": "the fairest lottery (leximin): the lowest chance as high as it can be, then the next lowest, and so on",
    "maximin": "maximin: the lowest chance as high as it can be",
    "nash": "Nash: the product of everybody's chances as great as it can be",
    "legacy": "the greedy habit that fair lotteries replace",
}
_MOST_LEVELS = 30


def page(envelope: Mapping[str, Any]) -> r.Page:
    """The page of a portfolio in ``envelope`` (plain values, as ``--json`` writes them)."""
    result = envelope["result"]
    method = str(envelope["method"]).rpartition("/")[2]
    able = [row for row in result["people"] if row["cannot"] is None]
    measured = result["measures"]
    blocks: list[r.Block] = [
        _figures(result, able),
        *(r.Para((r.Strong("Please note. "), text)) for text in envelope["warnings"]),
        r.Section("Everybody's chance", tuple(_chances(result, able))),
    ]
    beside = _beside(result)
    if beside is not None:
        blocks.append(beside)
    blocks += [_quotas(result), _proof(result, method), *_left_out(result)]
    return r.Page(
        title=_title(measured),
        kicker="A jury or assembly, chosen by lottery",
        lead=f"{number(result['panels'])} possible juries are numbered from 0 to {number(result['panels'] - 1)}. "
        "One number will be drawn, each equally likely. Every jury has "
        f"{plural(result['size'], 'member')} and keeps all the quotas.",
        blocks=tuple(blocks),
        wide=(_everybody(result), _check(envelope)),
    )


def draw_page(envelope: Mapping[str, Any]) -> r.Page:
    """The page of a draw in ``envelope``."""
    result = envelope["result"]
    drawn = _number(result["number"], result["panels"])
    sections: list[r.Block] = [
        r.Section(
            f"The {plural(len(result['drawn']), 'person', 'people')} drawn",
            (r.Bullets(tuple(result["drawn"])),),
        )
    ]
    if result["seated"]:
        title = f"{plural(len(result['seated']), 'person', 'people')} who had a seat before"
        sections.append(r.Section(title, (r.Para(", ".join(result["seated"])),)))
    facts: tuple[tuple[str, r.Words], ...] = (
        ("Seed", str(envelope["seed"])),
        ("Digest of the portfolio (SHA-256)", r.Code(result["portfolio_sha256"])),
        ("Rule", result["rule"]),
        ("Drawn by", f"Coproduce {envelope['version']}"),
    )
    words = "The same portfolio and the same seed give the same number on any machine. DRAW.json is what --out wrote."
    seed = _quoted(str(envelope["seed"]))
    command = (
        f"coproduce sortition draw PORTFOLIO.json --seed {seed}\n"
        "coproduce sortition verify PORTFOLIO.json --people P.csv --features F.csv --draw DRAW.json"
    )
    return r.Page(
        title=f"Number {drawn} is drawn",
        kicker="A jury or assembly, chosen by lottery",
        lead=("One of ", f"{number(result['panels'])} published juries, each equally likely, by the public seed ",
              r.Strong(str(envelope["seed"])), "."),
        blocks=tuple(sections),
        wide=(r.Panel("Check it yourself", (r.Para(words), r.Command(command), r.Facts(facts))),),
    )  # fmt: skip


def _title(measured: Mapping[str, Any]) -> str:
    low, high = measured["minimum"], measured["maximum"]
    if low <= 0:
        return "Some people have no chance in this lottery"
    if high - low < 5e-4 * max(1.0, high):
        return f"Everybody who can be drawn has the same chance: {_odds(low)}"
    return f"Nobody who can be drawn has a chance below {_odds(low)}"


def _odds(chance: float) -> str:
    if chance >= 0.5:
        return _share(chance, 1 if chance < 0.995 else 0)
    return f"1 in {number(1 / chance, 0 if 1 / chance >= 20 else 1)}"


def _number(value: int, of: int) -> str:
    return f"{value:0{len(str(of - 1))}d}"


def _figures(result: Mapping[str, Any], able: Sequence[Mapping[str, Any]]) -> r.KeyFigures:
    return r.KeyFigures(
        (
            r.KeyFigure(number(result["seats"]), "places to be drawn"),
            r.KeyFigure(number(len(able)), "people who can be drawn"),
            r.KeyFigure(_share(result["measures"]["minimum"], 1), "the lowest chance of anybody"),
            r.KeyFigure(_share(result["measures"]["maximum"], 1), "the highest"),
        )
    )


def _chances(result: Mapping[str, Any], able: Sequence[Mapping[str, Any]]) -> list[r.Block]:
    words = (
        "Some kinds of people are rare among those who came forward and the quotas need them; they are drawn more "
        "often. The lottery makes the chances as equal as the quotas allow."
    )
    curves = [_curve("This lottery", [row["chance"] for row in able], "funded")]
    legacy = result["legacy"]
    if legacy and legacy["panels"]:
        times = [legacy["times"][at] for at, row in enumerate(result["people"]) if row["cannot"] is None]
        curves.append(_curve("The greedy habit", [count / legacy["panels"] for count in times], "group-5"))
    chart = r.fan(
        "Chances, from the lowest to the highest",
        curves,
        x=r.Axis(low=1, label="People, in order of their chance"),
        y=r.Axis(low=0, label="Chance of being drawn", write=percent),
        table=_levels(able, result["panels"]),
    )
    sure = sum(row["panels"] == result["panels"] for row in able)
    certain = (
        f"{plural(sure, 'person stands', 'people stand')} in every jury. Either the quotas need everybody of "
        "their kind, or it leaves those worst placed a higher chance. More people like them would share it."
    )
    return [r.Para(words), *([r.Para(certain)] if sure else []), r.Figure(chart, table="folded", heading="")]


def _curve(name: str, chances: Sequence[float], tone: str) -> r.Curve:
    ordered = sorted(chances)
    return r.Curve(name, tuple(r.At(place, chance) for place, chance in enumerate(ordered, 1)), tone)


def _levels(able: Sequence[Mapping[str, Any]], panels: int) -> r.Table:
    """How many people have which chance; neighbouring chances together where there are many."""
    counts = sorted(Counter(row["panels"] for row in able).items())
    each = -(-len(counts) // _MOST_LEVELS)
    rows = []
    for start in range(0, len(counts), each):
        part = counts[start : start + each]
        low, high = part[0][0], part[-1][0]
        name = number(low) if low == high else f"{number(low)} to {number(high)}"
        share = (
            _share(low / panels, 1)
            if low == high
            else f"{_share(low / panels, 1)} to {_share(high / panels, 1)}"
        )
        rows.append([name, share, number(sum(count for _, count in part))])
    heads: list[str | r.Column] = [
        f"In how many of {number(panels)} juries",
        r.figures("Chance"),
        r.figures("People"),
    ]
    return r.Table.of("How many people have which chance", heads, rows)


def _beside(result: Mapping[str, Any]) -> r.Section | None:
    legacy = result["legacy"]
    if not legacy:
        return None
    if not legacy["panels"]:
        words = (
            "The greedy habit, filling the most urgent quota first, did not find a single jury in "
            f"{plural(legacy['failed'], 'attempt')}."
        )
        return r.Section("Beside the habit that this replaces", (r.Para(words),))
    ours, theirs = result["measures"], legacy["measures"]
    words = (
        "Many juries are still drawn by filling the most urgent quota first. We tried that on the same people, "
        f"{plural(legacy['panels'], 'time')}"
        + (
            f" (and {plural(legacy['failed'], 'time')} more it came to a dead end)"
            if legacy["failed"]
            else ""
        )
        + "."
    )
    rows = [
        ["Lowest chance", _share(ours["minimum"], 1), _share(theirs["minimum"], 1)],
        ["Highest chance", _share(ours["maximum"], 1), _share(theirs["maximum"], 1)],
        ["Inequality (Gini: 0 is equal)", f"{ours['gini']:.3f}", f"{theirs['gini']:.3f}"],
        ["Geometric mean of chances", _share(ours["geometric_mean"], 1), _share(theirs["geometric_mean"], 1)],
    ]
    notes = [f"The habit's chances are counted over {plural(legacy['panels'], 'run')}, so they are rough."]
    heads: list[str | r.Column] = ["Measure", r.figures("This lottery"), r.figures("The habit")]
    table = r.Table.of("The two beside each other", heads, rows, notes=notes)
    return r.Section("Beside the habit that this replaces", (r.Para(words), table))


def _share(value: float, places: int = 0) -> str:
    """A chance as a percentage; a certain one without decimals, one that never came up in words."""
    if value <= 0:
        return "none seen"
    return percent(value, 0 if value == 1 else places)


def _quotas(result: Mapping[str, Any]) -> r.Section:
    rows = [
        [
            f"{line['feature']}: {line['value']}",
            number(line["pool"]),
            _range(line["low"], line["high"]),
            _range(line["fewest"], line["most"]),
        ]
        for line in result["quotas"]
    ]
    table = r.Table.of(
        "Wanted and found",
        ["Who", r.figures("Came forward"), r.figures("Wanted"), r.figures("In the juries")],
        rows,
    )
    words = (
        "Every one of the numbered juries keeps every line, and takes at most one person from a household "
        "that is known."
    )
    return r.Section("The quotas", (r.Para(words), table))


def _range(low: int, high: int) -> str:
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def _proof(result: Mapping[str, Any], method: str) -> r.Section:
    title = "Could anybody do better?"
    if result["bound"] is None:
        words = "The greedy habit does not try to be fair, so there is nothing to prove. Use leximin for a real draw."
        return r.Section(title, (r.Para(words),))
    exact = result["exact_measures"]["minimum"]
    what = "average chance (geometric mean)" if method == "nash" else "lowest chance"
    first = (
        f"No. No lottery over juries that keep these quotas has a higher {what} than "
        f"{_share(result['bound'], 4)}. That is proved"
    )
    first += {
        "arithmetic": ", and the proof can be checked by multiplying and adding.",
        "solver": "; part of the proof rests on an exact search by computer.",
    }[result["proof"]]
    rounding = (
        f"The fairest lottery gives everybody at least {_share(exact, 4)}. To be drawn from an urn it was rounded to "
        f"{number(result['panels'])} juries, which moved nobody's chance by more than "
        f"{_share(result['largest_change'], 2)} ({number(result['largest_change'] * result['panels'], 1)} juries)."
    )
    facts: tuple[tuple[str, r.Words], ...] = (
        ("Method", _METHODS.get(method, method)),
        ("Steps proved", number(result["steps"])),
        ("Gap to the proof", "less than 1 in a million" if result["gap"] < 1e-6 else f"{result['gap']:.7f}"),
    )
    return r.Section(title, (r.Para(first), r.Para(rounding), r.Facts(facts)))


def _left_out(result: Mapping[str, Any]) -> list[r.Block]:
    shut = [row for row in result["people"] if row["cannot"] is not None]
    found: list[r.Block] = []
    if shut:
        reasons = Counter(row["cannot"] for row in shut)
        words = " ".join(
            f"{plural(count, 'person', 'people')}: {why}." for why, count in sorted(reasons.items())
        )
        names = ", ".join(row["id"] for row in shut)
        found.append(
            r.Section(
                f"{plural(len(shut), 'person', 'people')} cannot be drawn under these quotas",
                (r.Para(words), r.Para(names, "soft")),
            )
        )
    if result["seated"]:
        title = f"{plural(len(result['seated']), 'person has', 'people have')} a seat already"
        found.append(r.Section(title, (r.Para(", ".join(result["seated"]), "soft"),)))
    return found


def _everybody(result: Mapping[str, Any]) -> r.Details:
    panels = result["panels"]
    rows = [
        [
            row["id"],
            f"{number(row['panels'])} of {number(panels)}",
            _share(row["chance"], 1),
            _share(row["exact"], 2),
        ]
        for row in result["people"]
        if row["cannot"] is None
    ]
    heads: list[str | r.Column] = [
        "Person",
        r.figures("In juries"),
        r.figures("Chance"),
        r.figures("Before rounding"),
    ]
    table = r.Table.of("Each person's chance", heads, rows)
    return r.Details(f"Each person's chance, by id ({number(len(rows))} people)", (table,))


def _check(envelope: Mapping[str, Any]) -> r.Panel:
    result, options = envelope["result"], envelope["options"]
    words = (
        "Whoever has the list of people and the quotas can check every jury, every chance and the proof by counting: "
        "nothing has to be solved again. PORTFOLIO.json is what --out wrote."
    )
    command = "coproduce sortition verify PORTFOLIO.json --people P.csv --features F.csv"
    facts: tuple[tuple[str, r.Words], ...] = (
        ("Digest of this portfolio (SHA-256)", r.Code(result["portfolio_sha256"])),
        ("Digest of people and quotas", r.Code(envelope["input_sha256"])),
        ("Made by", f"{envelope['method']}, Coproduce {envelope['version']}"),
        ("At most one person of each", ", ".join(options["address"]) or "(no address was given)"),
    )
    return r.Panel("Check it yourself", (r.Para(words), r.Command(command), r.Facts(facts)))


def _quoted(words: str) -> str:
    return words if words.isalnum() else "'" + words.replace("'", "'\\''") + "'"
