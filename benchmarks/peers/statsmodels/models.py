"""Ordinal models by statsmodels on a CSV file; prints its answers and times as JSON.

    .venv/bin/python models.py FILE [logit|probit] [bfgs|newton]

The file has the columns o (answers 0, 1, …) and x1 … xp. Its ``OrderedModel`` takes weights and ignores
them, so it is asked without.
"""

import json
import sys
import time
from importlib.metadata import version

import numpy as np
import pandas as pd
from statsmodels.miscmodels.ordinal_model import OrderedModel


def main(path, link="logit", method="newton"):
    """Fit and print."""
    table = pd.DataFrame(dict(np.load(path))) if path.endswith(".npz") else pd.read_csv(path)
    terms = [name for name in table.columns if name.startswith("x")]
    started, busy = time.perf_counter(), time.process_time()
    model = OrderedModel(table["o"], table[terms], distr=link)
    options = {"newton": {"tol": 1e-12, "maxiter": 200}, "bfgs": {"gtol": 1e-8, "maxiter": 2000}}
    fitted = model.fit(method=method, disp=False, **options[method])
    seconds = [time.perf_counter() - started, time.process_time() - busy]
    count = len(terms)
    print(
        json.dumps(
            {
                "statsmodels": version("statsmodels"),
                "beta": fitted.params.to_numpy()[:count].tolist(),
                "cuts": model.transform_threshold_params(fitted.params.to_numpy())[1:-1].tolist(),
                "loglik": float(fitted.llf),
                "seconds": seconds,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
