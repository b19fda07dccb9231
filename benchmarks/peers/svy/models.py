"""Weighted models, shares and raking by svy on a CSV file; prints its answers and times as JSON.

    .venv/bin/python models.py FILE [TASK …]

The file has the columns y (0/1), v (number), x1 … xp, g and h (kinds), stratum, psu, weight.
"""

import json
import sys
import time
from importlib.metadata import version

import numpy as np
import polars as pl
import svy


def main(path, *tasks):
    """Run ``tasks`` (all where none is named) on the file."""
    if path.endswith(".npz"):
        table = pl.DataFrame(dict(np.load(path))).with_columns(pl.col("g", "h").cast(pl.String))
    else:
        table = pl.read_csv(path, schema_overrides={"g": pl.String, "h": pl.String})
    terms = [name for name in table.columns if name.startswith("x")]
    sample = svy.Sample(table, svy.Design(stratum="stratum", psu="psu", wgt="weight"))
    found = {"svy": version("svy"), "seconds": {}}
    for task in tasks or ("binary", "linear", "means", "rake"):
        # The first call compiles what svy compiles; a small sample pays for that.
        TASKS[task](_small(table), terms, table.head(2000))
        started, busy = time.perf_counter(), time.process_time()
        answer = TASKS[task](sample, terms, table)
        found["seconds"][task] = [time.perf_counter() - started, time.process_time() - busy]
        found[task] = answer
    print(json.dumps(found))


def _small(table):
    return svy.Sample(table.head(2000), svy.Design(stratum="stratum", psu="psu", wgt="weight"))


def _model(sample, outcome, terms, family):
    model = sample.glm.fit(outcome, x=terms, family=family, tol=1e-12)
    return {str(row.term): [float(row.est), float(row.se)] for row in (model.fitted or model).coefs}


def _means(sample):
    found = sample.estimation.mean("v", by="g")
    return [[str(each.by_level[0]), float(each.est), float(each.se)] for each in found.estimates]


def _rake(sample, table):
    total = float(table["weight"].sum())
    controls = {}
    for name in ("g", "h"):
        levels = sorted(table[name].unique().to_list())
        parts = [at + 2.0 for at in range(len(levels))]
        controls[name] = {level: total * part / sum(parts) for level, part in zip(levels, parts, strict=True)}
    raked = sample.weighting.rake(controls=controls, tol=1e-12, max_iter=1000, wgt_name="raked")
    weights = raked.data["raked"].to_list()
    return weights if len(weights) <= 5000 else weights[:20]


TASKS = {
    "binary": lambda sample, terms, table: _model(sample, "y", terms, "binomial"),
    "linear": lambda sample, terms, table: _model(sample, "v", terms, "gaussian"),
    "means": lambda sample, terms, table: _means(sample),
    "rake": lambda sample, terms, table: _rake(sample, table),
}

if __name__ == "__main__":
    main(*sys.argv[1:])
