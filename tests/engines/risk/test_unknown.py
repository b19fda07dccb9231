"""Not knowing widens bands; it is never filled in and never left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.engines.kernel import Seed
from coproduce.engines.risk.calculus import Options, calculate
from coproduce.engines.risk.unknown import band, off_register, status, unknown_share, unknown_shares
from coproduce.engines.risk.values import Answer, Group, Happening, Range, Risk
from coproduce.engines.risk.views import Views
from tests.engines.risk.studies import judged, study

OPTIONS = Options(400, 100, 10, 5)


def summary(of, options=OPTIONS):
    return calculate(of, Seed("unknown"), options).result.risks[0]


def nobody(group, person):
    return judged("r", group, person, None, None)


def test_everyone_knowing_closes_the_band():
    found = summary(
        study([*judged("r", "users", "u", (10, 20, 30), (10, 20, 30)), *judged("r", "staff", "s", 5, 9)])
    )
    assert found.unknown_share == 0
    assert found.band.lower == pytest.approx(found.band.central)
    assert found.band.upper == pytest.approx(found.band.central)
    assert found.status == "known"


def test_nobody_knowing_gives_the_vacuous_band():
    found = summary(study([*nobody("users", "u"), *nobody("staff", "s")]))
    assert found.unknown_share == 1
    assert set(found.band.lower) == {0.0}
    assert set(found.band.upper) == {1.0}
    assert found.band.central == ()
    assert found.status == "unknown"
    assert found.expected is None


def test_a_silent_group_that_bears_the_risk_makes_it_unknown():
    carers = Group("carers", "Carers", "carers")
    groups = (Group("users", "Users", "users"), carers)
    of = study(
        [
            *judged("r", "users", "u", 5, 9),
            *judged("q", "carers", "c", 5, 9),
            *judged("q", "users", "u", 5, 9),
        ],
        groups=groups,
        risks=(
            Risk("r", "A risk", "home", ("users", "carers")),
            Risk("q", "Other", "home", ("users", "carers")),
        ),
    )
    result = calculate(of, Seed("x"), OPTIONS).result
    assert result.risks[0].status == "unknown"
    assert result.risks[0].silent_bearers == ("carers",)
    assert result.risks[0].unknown_share == 0.5
    assert result.risks[1].status == "known"


def test_knowing_only_half_counts_as_not_knowing_and_is_kept():
    of = study([*judged("r", "users", "u1", 5, 9), *judged("r", "users", "u2", 7, None)])
    views = Views.of(of)
    view = views.risk(of.risks[0])
    assert unknown_shares(view) == (0.5,)
    assert [answer.question for answer in views.partial(of.risks[0])] == ["likelihood"]
    assert status(view, views, (1.0,)) == "known"


def test_unknown_shares_are_averaged_by_weight():
    assert unknown_share((1.0, 0.0, 0.5), (0.5, 0.25, 0.25)) == 0.625


@given(
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
    st.lists(st.floats(0.01, 1), min_size=3, max_size=3),
    st.lists(st.lists(st.floats(0, 100), min_size=1, max_size=8), min_size=0, max_size=3),
)
def test_lower_central_upper_never_cross(shares, raw, sizes):
    weights = [one / sum(raw) for one in raw]
    knowing = {group: np.sort(np.array(drawn)) for group, drawn in enumerate(sizes)}
    shares = [share if group in knowing else 1.0 for group, share in enumerate(shares)]
    found = band(knowing, shares, weights, [0.0, 1.0, 10.0, 50.0, 99.0])
    for at, low in enumerate(found.lower):
        assert 0 <= low <= found.upper[at] <= 1
        if knowing:
            assert low <= found.central[at] <= found.upper[at]


def test_the_band_of_a_group_of_which_half_does_not_know():
    knowing = {0: np.array([0.0, 10.0])}
    found = band(knowing, (0.5,), (1.0,), [5.0])
    assert (found.lower, found.central, found.upper) == ((0.25,), (0.5,), (0.75,))


def test_portfolios_are_bounded_by_the_unknown_at_its_best_and_worst():
    of = study(
        [*judged("r", "users", "u1", (10, 20, 40), (10, 20, 40)), *nobody("users", "u2"),
         *judged("r", "staff", "s", (20, 50, 80), (20, 60, 90))],
    )  # fmt: skip
    today = calculate(of, Seed("x"), OPTIONS).result.portfolios[0]
    worst, best = today.net_bounds
    assert worst < today.net < best
    assert today.cvar_bounds[0] <= today.cvar <= today.cvar_bounds[1]
    assert today.extremes[0] < worst
    assert today.extremes[1] == best


def test_what_nobody_knows_does_nothing_in_the_central_run_and_anything_in_the_bounds():
    today = calculate(study(nobody("users", "u")), Seed("x"), OPTIONS).result.portfolios[0]
    assert today.net == 0
    assert today.net_bounds == (-100, 0)


def test_good_turing_on_a_log_of_events():
    found = off_register([Happening(kind) for kind in "aaaabbbccdefg"])
    assert (found.events, found.kinds, found.seen_once) == (13, 7, 4)
    assert found.chance == pytest.approx(4 / 13)
    assert found.margin == pytest.approx(1.645 * (4 * (1 - 4 / 13) + 2 * 1) ** 0.5 / 13)


def test_fewer_than_ten_events_say_nothing():
    found = off_register([Happening("a")] * 9)
    assert found.chance is None
    assert found.margin is None


def test_a_figure_that_the_study_gives_is_known_to_all():
    of = study(
        [Answer("r", "likelihood", Range(5, 10, 20)), Answer("r", "severity", Range(5, 10, 20)),
         *judged("q", "users", "u", 1, 1)],
        risks=(Risk("r", "A risk", "home", ("users",)), Risk("q", "Other", "home", ("users",))),
    )  # fmt: skip
    found = summary(of)
    assert found.unknown_share == 0
    assert found.status == "known"
