"""What is published can be checked, and what was tampered with is found."""

from dataclasses import replace

import pytest

from coproduce.engines.kernel import BadInput, Infeasible, Record, Seed
from coproduce.engines.sortition.classes import classes
from coproduce.engines.sortition.conflicts import conflict, relaxed
from coproduce.engines.sortition.drawing import draw
from coproduce.engines.sortition.pool import Person, Pool, Quota
from coproduce.engines.sortition.portfolio import portfolio_of
from coproduce.engines.sortition.replacing import after_withdrawal, of_these
from coproduce.engines.sortition.solving import HOUSEHOLD, QUOTAS, Options, solve
from coproduce.engines.sortition.subjects import SAMPLES
from coproduce.engines.sortition.verifying import verify
from tests.engines.sortition.pools import all_panels, crossed_pool

POOL = Pool(*SAMPLES["typical"])


@pytest.fixture(scope="module")
def portfolio():
    return solve(POOL, Options(panels=60))


def failed(portfolio, pool=POOL, drawn=None):
    return [check.name for check in verify(portfolio, pool, drawn).checks if not check.holds]


@pytest.mark.parametrize("method", ["leximin", "maximin", "nash", "legacy"])
def test_what_was_solved_verifies(method):
    found = solve(POOL, Options(method=method, panels=30))
    assert failed(found, drawn=draw(found, Seed("dice 3 5 1"))) == []


def test_the_chances_add_up_to_the_seats(portfolio):
    assert sum(portfolio.times) == POOL.size * len(portfolio.panels)
    assert sum(portfolio.chances) == pytest.approx(POOL.size, abs=1e-9)
    assert portfolio.least_change() <= portfolio.largest_change() < 3 / len(portfolio.panels)


def tampered(portfolio, **parts):
    changed = replace(portfolio, **parts)
    return replace(changed, record=replace(changed.record, data=changed.data()))


def test_another_panel_is_found(portfolio):
    first, *rest = portfolio.panels
    other = tuple(sorted({*range(len(portfolio.people))} - set(first))[: len(first)])
    assert "panels" in failed(tampered(portfolio, panels=(other, *rest)))
    assert "panels" in failed(tampered(portfolio, panels=(first[:-1], *rest)))
    assert "panels" in failed(tampered(portfolio, panels=((first[0], *first[:-1]), *rest)))


def test_two_of_a_household_are_found(portfolio):
    pairs = {}
    for at, person in enumerate(POOL.people):
        if person.household:
            pairs.setdefault(person.household, []).append(at)
    one, other = next(pair for pair in pairs.values() if len(pair) == 2)
    panel = tuple(sorted({one, other, *portfolio.panels[0]})[: POOL.size])
    text = verify(tampered(portfolio, panels=(panel, *portfolio.panels[1:])), POOL).checks[1].text
    assert "household" in text


def test_other_chances_and_another_bound_are_found(portfolio):
    assert "chances" in failed(tampered(portfolio, chances=tuple(c * 1.01 for c in portfolio.chances)))
    first, *rest = portfolio.bounds
    lower = replace(first, level=first.level - 0.01)
    assert "bound" in failed(tampered(portfolio, bounds=(lower, *rest)))
    weightless = replace(first, weights=tuple(0.0 for _ in first.weights))
    assert "bound" in failed(tampered(portfolio, bounds=(weightless, *rest)))
    assert "bound" in failed(tampered(portfolio, bounds=(first,) if rest else ()))


def test_other_lists_are_found(portfolio):
    assert failed(portfolio, replace(POOL, people=POOL.people[1:])) == ["input"]


def test_another_draw_is_found(portfolio):
    drawn = draw(portfolio, Seed("in public"))
    assert failed(portfolio, drawn=replace(drawn, number=(drawn.number + 1) % 60)) == ["draw"]
    assert failed(portfolio, drawn=replace(drawn, drawn=drawn.drawn[1:])) == ["draw"]
    assert failed(portfolio, drawn=draw(solve(POOL, Options(panels=61)), Seed("in public"))) == ["draw"]


def test_a_seed_is_needed(portfolio):
    with pytest.raises(BadInput, match="seed is empty"):
        draw(portfolio, Seed("  "))


def test_a_record_that_is_no_portfolio_is_refused(portfolio):
    record = portfolio.record
    for data in ({}, {**record.data, "panels": [[999]]}, {**record.data, "people": 3}):
        with pytest.raises(BadInput, match="not a whole portfolio"):
            portfolio_of(Record.from_bytes(replace(record, data=data).to_bytes()))
    with pytest.raises(BadInput, match="not a portfolio"):
        portfolio_of(replace(record, method="counting/greedy"))


def test_replacements_keep_quotas_seats_and_households(portfolio):
    drawn = draw(portfolio, Seed("first"))
    gone = drawn.members[:2]
    rest = after_withdrawal(POOL, drawn.members, gone)
    again = solve(rest, Options(panels=20))
    assert failed(again, rest) == []
    assert set(again.seated) == set(drawn.members) - set(gone)
    assert not {again.people[at] for panel in again.panels for at in panel} & set(drawn.members)
    assert of_these(POOL, again.people, again.seated).sha256 == rest.sha256
    taken = {
        POOL.people[at].household for at in range(len(POOL.people)) if POOL.people[at].id in again.seated
    }
    for at, why in again.cannot:
        assert why == (HOUSEHOLD if rest.people[at].household in taken - {""} else QUOTAS)


def test_only_members_can_be_replaced():
    with pytest.raises(BadInput, match="nobody to replace"):
        after_withdrawal(POOL, [POOL.people[0].id], [POOL.people[1].id])
    with pytest.raises(BadInput, match="not in the pool"):
        after_withdrawal(POOL, [POOL.people[0].id], ["nobody"])


def impossible():
    """Pools without a panel whose quotas show no contradiction by themselves."""
    found = []
    for seed in range(400):
        pool = crossed_pool(seed)
        if pool is None or len(pool.people) < pool.size + 3:
            continue
        fewer = replace(pool, people=pool.people[::2] + pool.people[1:4:2])
        if fewer.size <= len(fewer.people) and not all_panels(fewer):
            found.append(fewer)
    return found[:25]


@pytest.mark.parametrize("pool", impossible())
def test_what_cannot_be_is_explained_by_a_smallest_change_and_a_minimal_set(pool):
    found = conflict(classes(pool))
    with pytest.raises(Infeasible) as refusal:
        solve(pool)
    assert any("smallest change" in reason or "No change" in reason for reason in refusal.value.reasons)
    if found.moves is None:
        assert "household" in " ".join(found.demands)
        return
    eased = relaxed(pool, found.moves)
    assert all_panels(eased)
    assert solve(pool, Options(flex=True, panels=5)).moves == found.moves
    one_less = [replace(move, new=move.new + (1 if move.end == "least" else -1)) for move in found.moves]
    for at in range(len(one_less)):
        assert not all_panels(relaxed(pool, (*found.moves[:at], one_less[at], *found.moves[at + 1 :])))


def test_the_flexible_range_is_a_limit():
    people = tuple(Person(f"p{at}", ("a" if at < 2 else "b",)) for at in range(8))
    quotas = (Quota("kind", "a", 3, 4, 3, 4), Quota("kind", "b", 1, 5, 1, 5))
    with pytest.raises(Infeasible) as refusal:
        solve(Pool(people, ("kind",), quotas, 5), Options(flex=True))
    assert "No change within the flexible ranges" in refusal.value.reasons[-1]


@pytest.mark.parametrize(
    ("options", "text"),
    [({"method": "dice"}, "no method"), ({"panels": 0}, "panels"), ({"compare": -1}, "compared")],
)
def test_wrong_options_are_refused(options, text):
    with pytest.raises(BadInput, match=text):
        Options(**options)
