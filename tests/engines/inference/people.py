"""Invented people for the tests: the same each time, with strata, sampling units and weights."""

from dataclasses import dataclass

import numpy as np
from scipy.special import logit, ndtri

from coproduce.engines.inference.design import Design
from coproduce.engines.inference.predictors import Covariate, Predictors
from coproduce.engines.kernel import Seed

TERMS = 4


@dataclass(frozen=True)
class People:
    """Answers of n people. o: 0–3, y: 0/1, v: a number; g (3 levels), h (4 levels): kinds."""

    X: np.ndarray
    o: np.ndarray
    y: np.ndarray
    v: np.ndarray
    g: np.ndarray
    h: np.ndarray
    stratum: np.ndarray
    psu: np.ndarray
    weight: np.ndarray

    @property
    def design(self) -> Design:
        return Design.of(self.weight, strata=self.stratum, psus=self.psu)

    @property
    def predictors(self) -> Predictors:
        return Predictors(tuple(Covariate(f"x{at + 1}", column) for at, column in enumerate(self.X.T)))

    def csv(self) -> str:
        head = [
            "o",
            "y",
            "v",
            *(f"x{at + 1}" for at in range(self.X.shape[1])),
            "g",
            "h",
            "stratum",
            "psu",
            "weight",
        ]
        rows = zip(
            self.o,
            self.y,
            self.v,
            *self.X.T,
            self.g,
            self.h,
            self.stratum,
            self.psu,
            self.weight,
            strict=True,
        )
        text = [",".join(repr(cell.item()) for cell in row) for row in rows]
        return "\n".join([",".join(head), *text]) + "\n"


def people(n: int = 600, *, words: str = "inference people", terms: int = TERMS, units: int = 60) -> People:
    seed = Seed(words)

    def uniform(name: str, *shape: int) -> np.ndarray:
        return seed.child(name).uniforms(*shape)

    X = ndtri(uniform("X", n, terms))
    X[:, 1] = X[:, 1] > 0.2
    if terms > 2:
        X[:, 2] = np.round(X[:, 2] * 2) / 2
    psu = (uniform("psu", n) * units).astype(np.int64)
    stratum = psu % 6
    eta = X @ np.resize([0.6, -0.4, 0.3, 0.0], terms) + 0.5 * ndtri(uniform("unit", units))[psu]
    latent = eta + logit(uniform("latent", n))
    return People(
        X=X,
        o=np.digitize(latent, [-1.0, 0.4, 1.8]),
        y=(latent > 0.3).astype(np.int64),
        v=np.round(eta + ndtri(uniform("v", n)), 6),
        g=(uniform("g", n) * 3).astype(np.int64),
        h=(uniform("h", n) * 4).astype(np.int64),
        stratum=stratum,
        psu=psu,
        weight=np.round(0.4 + 2 * uniform("weight", n) ** 2, 6),
    )
