"""A weighted logistic model by samplics on a CSV file; prints its answers and times as JSON.

    .venv/bin/python models.py FILE

The file has the columns y (0/1), x1 … xp, stratum, psu, weight. samplics is archived.
"""

import json
import sys
import time
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from samplics.regression import SurveyGLM  # noqa: E402
from samplics.utils.types import ModelType  # noqa: E402


def main(path):
    """Fit and print."""
    table = pd.DataFrame(dict(np.load(path))) if path.endswith(".npz") else pd.read_csv(path)
    terms = [name for name in table.columns if name.startswith("x")]
    started, busy = time.perf_counter(), time.process_time()
    model = SurveyGLM(model=ModelType.LOGISTIC)
    model.estimate(
        y=table["y"],
        x=table[terms],
        samp_weight=table["weight"],
        stratum=table["stratum"],
        psu=table["psu"],
        add_intercept=True,
    )
    seconds = [time.perf_counter() - started, time.process_time() - busy]
    point = model.beta["point_est"]
    beta = [float(value) for value in (point.values() if isinstance(point, dict) else point)]
    print(json.dumps({"samplics": version("samplics"), "beta": beta, "seconds": seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
