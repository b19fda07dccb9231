"""``coproduce sortition solve | draw | verify | replace``: a fair lottery in two phases.

``solve`` publishes a portfolio, ``draw`` picks one of its panels by a public seed, ``verify``
checks both without solving, ``replace`` makes a new portfolio for the places of people who
withdrew.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from coproduce.cli.contract import DONE, WRONG, Answer
from coproduce.cli.files import read_input
from coproduce.engines.kernel import BadInput, Envelope, Problem, Record, Seed

if TYPE_CHECKING:
    from coproduce.engines.sortition.pool import Pool
    from coproduce.engines.sortition.portfolio import Portfolio

OWN_OUTPUT = True
COMPARED = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The four verbs below this one."""
    verbs = parser.add_subparsers(dest="phase", metavar="solve | draw | verify | replace", required=True)
    solve = _verb(verbs, "solve", "publish equally likely panels, everybody's chance, and the proof")
    _add_lists(solve)
    solve.add_argument(
        "--size", metavar="K", type=int, required=True, help="members in all, seated ones included"
    )
    solve.add_argument(
        "--id", metavar="COL", default="", help="column of ids (default: id, else the row's number)"
    )
    solve.add_argument(
        "--address", metavar="COL,COL", default="", help="columns that make a household: at most one of each"
    )
    _add_solving(solve)
    _add_output(solve, "the portfolio", html=True)
    draw = _verb(verbs, "draw", "pick one of the panels by a public seed")
    draw.add_argument("portfolio", metavar="PORTFOLIO", help="what solve wrote")
    draw.add_argument("--seed", metavar="PUBLIC", required=True, help="words or numbers drawn in public")
    _add_output(draw, "the draw", html=True)
    verify = _verb(verbs, "verify", "check panels, chances, proof and draw, without solving")
    verify.add_argument("portfolio", metavar="PORTFOLIO", help="what solve or replace wrote")
    _add_lists(verify)
    verify.add_argument("--draw", metavar="DRAW", help="what draw wrote")
    _add_output(verify, "the findings")
    replace = _verb(verbs, "replace", "a new portfolio for the places of people who withdrew")
    replace.add_argument("portfolio", metavar="PORTFOLIO", help="what solve wrote")
    replace.add_argument("draw", metavar="DRAW", help="what draw wrote")
    replace.add_argument("--withdrawn", metavar="ID,ID", required=True, help="ids of those who withdrew")
    _add_lists(replace)
    _add_solving(replace)
    _add_output(replace, "the new portfolio", html=True)


def run(arguments: argparse.Namespace) -> Answer:
    """One of the four."""
    # --out holds JSON whether or not --json is given, so it is written here, beside the text.
    out, arguments.out = arguments.out, None
    answer = _PHASES[arguments.phase](arguments)
    if out and answer.envelope:
        answer.files[out] = answer.envelope.to_bytes() + b"\n"
    return answer


def _solve(arguments: argparse.Namespace) -> Answer:
    return _solved(_pool(arguments, arguments.size, arguments.id, _split(arguments.address)), arguments)


def _draw(arguments: argparse.Namespace) -> Answer:
    from coproduce.engines.sortition.drawing import draw

    portfolio = _portfolio(arguments.portfolio)
    drawn = draw(portfolio, Seed(arguments.seed))
    envelope = Envelope.of(drawn.record, drawn.result())
    width = len(str(drawn.panels - 1))
    text = [
        f"Seed: {arguments.seed}",
        f"Portfolio: {drawn.portfolio_sha256}",
        f"Number {drawn.number:0{width}d} of {drawn.panels:,} is drawn. Its members:",
        *(f"  {name}" for name in drawn.drawn),
    ]
    if drawn.seated:
        text += ["Seated before:", *(f"  {name}" for name in drawn.seated)]

    def page() -> bytes:
        from coproduce.report.sortition import draw_page

        return draw_page(_plain(envelope)).to_html()

    return Answer("\n".join(text), envelope, page)


def _verify(arguments: argparse.Namespace) -> Answer:
    from coproduce.engines.sortition.drawing import drawn_of
    from coproduce.engines.sortition.verifying import verify

    portfolio = _portfolio(arguments.portfolio)
    drawn = None
    if arguments.draw:
        envelope = Envelope.from_bytes(read_input(arguments.draw), source=arguments.draw)
        drawn = drawn_of(Record.from_plain(envelope.record), source=arguments.draw)
        if envelope.result != drawn.result():
            raise BadInput.one(
                "its result and its record differ; take the file as it was written", source=arguments.draw
            )
    found = verify(portfolio, _pool_again(arguments, portfolio), drawn)
    text = [f"{'ok ' if check.holds else 'NO '} {check.name:<8} {check.text}" for check in found.checks]
    text.append("Everything holds." if found.holds else "This is not what was published, or not fair.")
    record = Record(
        "sortition/verify", {}, drawn.record.seed if drawn else None, portfolio.record.input_sha256,
        {"portfolio_sha256": portfolio.sha256},
    )  # fmt: skip
    return Answer("\n".join(text), Envelope.of(record, found.result()), status=DONE if found.holds else WRONG)


def _replace(arguments: argparse.Namespace) -> Answer:
    from coproduce.engines.sortition.drawing import drawn_of
    from coproduce.engines.sortition.replacing import after_withdrawal

    portfolio = _portfolio(arguments.portfolio)
    envelope = Envelope.from_bytes(read_input(arguments.draw), source=arguments.draw)
    drawn = drawn_of(Record.from_plain(envelope.record), source=arguments.draw)
    if drawn.portfolio_sha256 != portfolio.sha256:
        raise BadInput.one("this draw was made from another portfolio", source=arguments.draw)
    pool = _pool_again(arguments, portfolio)
    if pool.sha256 != portfolio.record.input_sha256:
        raise BadInput.one(
            "these lists are not those of the portfolio; take the same files", source=arguments.people
        )
    rest = after_withdrawal(pool, drawn.members, _split(arguments.withdrawn))
    arguments.id, arguments.address = _read_as(portfolio)
    return _solved(rest, arguments)


def _solved(pool: Pool, arguments: argparse.Namespace) -> Answer:
    from coproduce.engines.sortition.solving import Options, solve

    compare = arguments.compare
    if compare is None:
        compare = COMPARED if arguments.html and arguments.method != "legacy" else 0
    address = arguments.address if isinstance(arguments.address, tuple) else _split(arguments.address)
    options = Options(
        method=arguments.method,
        panels=arguments.panels,
        flex=arguments.flex,
        compare=compare,
        seed=arguments.seed,
        id=arguments.id,
        address=address,
    )
    portfolio = solve(pool, options)
    warnings = tuple(f"A quota had to give way. {move}." for move in portfolio.moves)
    envelope = Envelope.of(portfolio.record, portfolio.result(), warnings)

    def page() -> bytes:
        from coproduce.report.sortition import page as report

        return report(_plain(envelope)).to_html()

    return Answer(_told(portfolio, warnings), envelope, page)


def _told(portfolio: Portfolio, warnings: tuple[str, ...]) -> str:
    measured, exact = portfolio.measures(), portfolio.exact_measures()
    number = len(portfolio.panels)
    text = [f"Note: {warning}" for warning in warnings]
    seated = f", {len(portfolio.seated)} of them seated already" if portfolio.seated else ""
    text.append(
        f"{number:,} equally likely panels of {portfolio.size}{seated}, from {len(portfolio.people):,} people."
    )
    text.append(
        f"Lowest chance {measured.minimum:.4g}, highest {measured.maximum:.4g}, Gini {measured.gini:.3f}, "
        f"geometric mean {measured.geometric_mean:.4g}."
    )
    if portfolio.bounds:
        what = "geometric mean" if portfolio.record.method.endswith("nash") else "lowest chance"
        text.append(
            f"Before rounding to panels: lowest chance {exact.minimum:.7f}. Proved: no lottery has a higher {what} "
            f"than {portfolio.bounds[0].level:.7f} (gap {portfolio.gap:.1g}, {len(portfolio.bounds)} "
            f"step{'s' if len(portfolio.bounds) > 1 else ''}, by {portfolio.proof()})."
        )
        text.append(f"Rounding moved nobody's chance by more than {portfolio.largest_change():.2g}.")
    if portfolio.cannot:
        names = [portfolio.people[at] for at, _ in portfolio.cannot]
        text.append(
            f"{len(names)} cannot be drawn under these quotas: {', '.join(names[:10])}{'…' * (len(names) > 10)}"
        )
    text.append(f"Portfolio: {portfolio.sha256}")
    return "\n".join(text)


def _pool(arguments: argparse.Namespace, size: int, own: str, address: tuple[str, ...]) -> Pool:
    from coproduce.engines.sortition.joining import Reading, pool_of
    from coproduce.formats.protocol import load
    from coproduce.formats.sortition import features, people

    problems: list[Problem] = []
    tables = []
    wanted = None
    for path in (arguments.people, *([arguments.seated] if arguments.seated else [])):
        try:
            tables.append(load(people, read_input(path), path))
        except BadInput as refusal:
            problems += refusal.problems
    try:
        wanted = load(features, read_input(arguments.features), arguments.features)
    except BadInput as refusal:
        problems += refusal.problems
    if problems or wanted is None:
        raise BadInput(problems)
    reading = Reading(own, address)
    return pool_of(tables[0], wanted, size, reading=reading, seated=tables[1] if len(tables) > 1 else None)


def _pool_again(arguments: argparse.Namespace, portfolio: Portfolio) -> Pool:
    from coproduce.engines.sortition.replacing import of_these

    own, address = _read_as(portfolio)
    pool = _pool(arguments, portfolio.size, own, address)
    return pool if arguments.seated else of_these(pool, portfolio.people, portfolio.seated)


def _read_as(portfolio: Portfolio) -> tuple[str, tuple[str, ...]]:
    options = portfolio.record.options
    return str(options.get("id", "")), tuple(map(str, options.get("address", ())))


def _portfolio(path: str) -> Portfolio:
    from coproduce.engines.sortition.portfolio import portfolio_of

    envelope = Envelope.from_bytes(read_input(path), source=path)
    portfolio = portfolio_of(Record.from_plain(envelope.record), source=path)
    if portfolio.result() != envelope.result:
        raise BadInput.one("its result and its record differ; take the file as it was published", source=path)
    return portfolio


def _plain(envelope: Envelope) -> dict[str, object]:
    return {name: value for name, value in vars(envelope).items() if name != "record"}


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str
) -> argparse.ArgumentParser:
    return verbs.add_parser(name, help=summary, description=summary, allow_abbrev=False)


def _add_lists(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", metavar="P.csv", required=True, help="one line per person in the pool")
    parser.add_argument(
        "--features", metavar="F.csv", required=True, help="feature,value,min,max[,min_flex,max_flex]"
    )
    parser.add_argument("--seated", metavar="S.csv", help="people who have a seat already")


def _add_solving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--method",
        choices=("leximin", "maximin", "nash", "legacy"),
        default="leximin",
        help="default: leximin",
    )
    parser.add_argument("--panels", metavar="N", type=int, default=1000, help="equally likely panels (1000)")
    parser.add_argument(
        "--flex", action="store_true", help="let quotas give way within their flexible ranges"
    )
    parser.add_argument(
        "--compare",
        metavar="N",
        type=int,
        help=f"runs of the legacy habit beside it (with --html {COMPARED}, else 0)",
    )
    parser.add_argument("--seed", metavar="WORDS", default="legacy", help="for the legacy habit alone")


def _add_output(parser: argparse.ArgumentParser, what: str, *, html: bool = False) -> None:
    output = parser.add_argument_group("output")
    output.add_argument("--json", action="store_true", help="print JSON: method, options, result, record")
    if html:
        output.add_argument(
            "--html", metavar="FILE", type=Path, help="write one self-contained, printable page"
        )
    output.add_argument("--out", metavar="FILE", type=Path, help=f"write {what} to FILE, as JSON")


_PHASES: dict[str, Callable[[argparse.Namespace], Answer]] = {
    "solve": _solve,
    "draw": _draw,
    "verify": _verify,
    "replace": _replace,
}
