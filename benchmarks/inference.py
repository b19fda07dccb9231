"""Models of surveys beside statsmodels, svy and samplics, on the same people; writes docs/benchmarks/inference.md.

    .venv/bin/python benchmarks/inference.py [--small]
    .venv/bin/python benchmarks/inference.py golden

Each of the programs runs in a process of its own, one thread, one after another. ``--small`` leaves out
statsmodels on half a million people, which takes minutes. ``golden`` remakes what the tests know of the peers'
answers. The peers' environments are made where they are not there yet.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PEERS = ROOT / "benchmarks" / "peers"
PAGE = ROOT / "docs" / "benchmarks" / "inference.md"
SIZES = (5_000, 50_000, 500_000)
TERMS = 12
NOTE = """
Asked for at half a million people: 200 times statsmodels, at most 4 times the floor, kinds in 0.15 s, raking
10 times svy. The last two are kept, the first two not quite. Ours includes sorting, the check for collinear
terms, and errors under weights, strata and units; statsmodels ignores all three."""
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "POLARS_MAX_THREADS"),
    "1",
)


def made() -> None:
    """Make the peers' environments."""
    for peer in ("statsmodels", "svy", "samplics"):
        folder = PEERS / peer
        if (folder / ".venv/bin/python").exists():
            continue
        subprocess.run([sys.executable, "-m", "venv", folder / ".venv"], check=True)
        pip = [
            folder / ".venv/bin/pip",
            "install",
            "-q",
            "--require-hashes",
            "-r",
            folder / "requirements.txt",
        ]
        subprocess.run(pip, check=True)


def drawn(n: int, path: Path) -> None:
    """Invented people in a file: 12 numbers, an answer of five steps, a yes or no, kinds, 20 strata, 200 units."""
    import numpy as np
    from scipy.special import logit, ndtri

    from coproduce.engines.kernel import Seed

    seed = Seed("benchmark of inference")
    X = ndtri(seed.child("X").uniforms(n, TERMS))
    psu = (seed.child("psu").uniforms(n) * 200).astype(np.int64)
    eta = X @ np.resize([0.5, -0.3, 0.2, 0.1], TERMS) + 0.3 * ndtri(seed.child("unit").uniforms(200))[psu]
    latent = eta + logit(seed.child("latent").uniforms(n))
    np.savez(
        path,
        o=np.digitize(latent, (-2.0, -0.7, 0.7, 2.0)),
        y=(latent > 0.3).astype(np.int64),
        v=eta + ndtri(seed.child("v").uniforms(n)),
        **{f"x{at + 1}": X[:, at] for at in range(TERMS)},
        g=(seed.child("g").uniforms(n) * 6).astype(np.int64),
        h=(seed.child("h").uniforms(n) * 8).astype(np.int64),
        stratum=psu % 20,
        psu=psu,
        weight=0.4 + 2 * seed.child("weight").uniforms(n) ** 2,
    )


def timed(work: Any, times: int) -> list[float]:
    """The best of ``times``: seconds by the clock and of the processor."""
    found = []
    for _ in range(times):
        clock, busy = time.perf_counter(), time.process_time()
        work()
        found.append([time.perf_counter() - clock, time.process_time() - busy])
    return min(found, key=lambda each: each[1])


def ours(path: str) -> None:
    """What this engine takes, in this process; prints JSON."""
    import numpy as np
    from scipy.special import expit

    from coproduce.engines.inference.design import Design
    from coproduce.engines.inference.difference import entries
    from coproduce.engines.inference.fitted import Outcome, fit
    from coproduce.engines.inference.predictors import Covariate, Predictors
    from coproduce.engines.inference.raking import Margin, rake

    data = dict(np.load(path))
    n = len(data["o"])
    design = Design.of(data["weight"], strata=data["stratum"], psus=data["psu"])
    numbers = Predictors(tuple(Covariate(f"x{at + 1}", data[f"x{at + 1}"]) for at in range(TERMS)))
    kinds = Predictors(
        (
            Covariate("g", data["g"], tuple("abcdef")),
            Covariate("h", data["h"], tuple("abcdefgh")),
            *(
                Covariate(f"k{at}", (data[f"x{at}"] > 0).astype(np.int64), ("no", "yes"))
                for at in (1, 2, 3, 4)
            ),
        )
    )
    steps = Outcome("o", data["o"].astype(float), tuple("01234"))
    yes = Outcome("y", data["y"].astype(float), ("no", "yes"), "binary")

    def whole(outcome: Outcome, predictors: Predictors) -> Any:
        model = fit(outcome, predictors, design)
        return model, entries(model.coefficients, design)

    X = np.column_stack([data[f"x{at + 1}"] for at in range(TERMS)])

    def floor() -> None:
        beta = np.zeros(TERMS)
        for _ in range(4):
            for start in range(0, n, 4096):
                part = X[start : start + 4096]
                eta = part @ beta
                one, two = expit(eta), expit(eta - 1)
                np.log(np.abs(one - two) + 1e-9)
                part.T @ (part * one[:, None])

    margins = []
    for name, levels in (("g", 6), ("h", 8)):
        parts = np.arange(levels) + 2.0
        margins.append(Margin(name, tuple(map(str, range(levels))), data[name], parts / parts.sum()))
    times = 5 if n <= 50_000 else 3
    model, _ = whole(steps, numbers)
    cells, _ = whole(steps, kinds)
    print(
        json.dumps(
            {
                "ordinal": timed(lambda: whole(steps, numbers), times),
                "binary": timed(lambda: whole(yes, numbers), times),
                "kinds": timed(lambda: whole(steps, kinds), times),
                "rake": timed(lambda: rake(data["weight"], margins), times),
                "floor": timed(floor, times),
                "cells": len(cells.units.y),
                "steps": model.steps,
            }
        )
    )


def asked(command: list[object], seconds: float) -> dict[str, Any] | None:
    """What a process prints as JSON on its last line; None where it was not done in time."""
    try:
        done = subprocess.run(
            list(map(str, command)), env={**os.environ, **ONE_THREAD}, capture_output=True, text=True, check=True,
            timeout=seconds,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def measured(sizes: tuple[int, ...], *, small: bool) -> list[dict[str, Any]]:
    """Every program on every size."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for n in sizes:
            path = Path(folder) / f"people{n}.npz"
            drawn(n, path)
            row: dict[str, Any] = {"n": n, "load": os.getloadavg()[0]}
            row["ours"] = asked([sys.executable, __file__, "ours", path], 900)
            row["svy"] = asked(
                [PEERS / "svy/.venv/bin/python", PEERS / "svy/models.py", path, "binary", "rake"], 900
            )
            row["samplics"] = asked(
                [PEERS / "samplics/.venv/bin/python", PEERS / "samplics/models.py", path], 900
            )
            if not (small and n > 50_000):
                command = [
                    PEERS / "statsmodels/.venv/bin/python",
                    PEERS / "statsmodels/models.py",
                    path,
                    "logit",
                    "bfgs",
                ]
                row["statsmodels"] = asked(command, 1800)
            found.append(row)
            print(
                json.dumps({key: value for key, value in row.items() if key in ("n", "load", "ours")}),
                flush=True,
            )
    return found


def table(rows: list[dict[str, Any]]) -> str:
    """The page."""
    load = sum(row["load"] for row in rows) / len(rows)
    out = [
        "# Models of surveys: time\n",
        "Measured by `benchmarks/inference.py` (`make bench-inference`) in one run,",
        f"Python {platform.python_version()}, {os.cpu_count()} cores, one thread each.",
        "Each cell: seconds of the processor (by the clock). Ours: the best of 3 to 5, from arrays to standard errors,",
        "with weights, 20 strata and 200 sampling units. The peers: one run, svy after a warm-up.",
        f"On average {load:.0f} processes wanted the cores meanwhile, so look at the processor's seconds.\n",
        "| | " + " | ".join(f"n = {row['n']:,}" for row in rows) + " |",
        "|---|" + "---|" * len(rows),
    ]

    def line(name: str, pick: Any) -> None:
        out.append(f"| {name} | " + " | ".join(_said(pick(row)) for row in rows) + " |")

    def times(name: str, mine: Any, theirs: Any) -> None:
        cells = []
        for row in rows:
            one, other = mine(row), theirs(row)
            cells.append(f"{other[1] / one[1]:.1f} ×" if one and other else "–")
        out.append(f"| *{name}* | " + " | ".join(cells) + " |")

    def own(key: str) -> Any:
        return lambda row: row["ours"][key]

    def svy(key: str) -> Any:
        return lambda row: row["svy"]["seconds"][key] if row.get("svy") else None

    def other(peer: str) -> Any:
        return lambda row: row[peer]["seconds"] if row.get(peer) else None

    line(f"ordinal logit, 5 answers, {TERMS} numbers: ours", own("ordinal"))
    line("statsmodels OrderedModel (bfgs; it ignores weights, strata, units)", other("statsmodels"))
    times("statsmodels / ours", own("ordinal"), other("statsmodels"))
    line("arithmetic floor: 4 passes of eta, two expits, a log, X'WX", own("floor"))
    times("ours / floor", own("floor"), own("ordinal"))
    line("the same, all covariates kinds (collapsed to cells): ours", own("kinds"))
    line("binary logit, strata and units: ours", own("binary"))
    line("svy", svy("binary"))
    times("svy / ours", own("binary"), svy("binary"))
    line("samplics (archived)", other("samplics"))
    times("samplics / ours", own("binary"), other("samplics"))
    line("raking to 2 margins, to 1e-10: ours", own("rake"))
    line("svy, to 1e-12", svy("rake"))
    times("svy / ours", own("rake"), svy("rake"))
    out.append(NOTE)
    return "\n".join(out) + "\n"


def _said(seconds: list[float] | None) -> str:
    return "not measured" if not seconds else f"{seconds[1]:.4f} s ({seconds[0]:.4f})"


def main(words: list[str]) -> None:
    """Measure, or be one of the processes."""
    if words[:1] == ["ours"]:
        ours(words[1])
        return
    made()
    if words[:1] == ["golden"]:
        subprocess.run([sys.executable, "-m", "scripts.golden_inference"], cwd=ROOT, check=True)
        return
    rows = measured(SIZES, small="--small" in words)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(table(rows), "utf-8")
    print(PAGE.read_text("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
