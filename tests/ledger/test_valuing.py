"""The view of money: off, one rate for everybody, always a range, never a sum of different things."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.ledger.bases import BASES
from coproduce.ledger.models import Basis, Posting, Rate
from coproduce.ledger.public import enable_basis, post
from coproduce.ledger.showing import shown
from coproduce.ledger.statements import statement_of_initiative
from coproduce.ledger.valuing import DifferentValues, Range, RateOf, value
from tests.ledger.books import a_keeper, a_record, hours

DAY = date(2026, 5, 1)
RATES = [
    RateOf(1221, 1345, 2000, "GBP", date(2025, 4, 1), date(2026, 4, 1)),
    RateOf(1271, 1345, 2000, "GBP", date(2026, 4, 1)),
]


def test_doorstep_friends():
    worth = value([(DAY, 412 * 60)], RATES, accrues_to="organisation")
    # 412 hours at £12.71 to £20: £5,236.52 to £8,240.
    assert (worth.low, worth.high) == (523_652, 824_000)
    assert worth.central == 412 * 1345


def test_each_hour_at_the_rate_of_its_day_and_no_value_without_a_rate():
    both = value([(date(2026, 3, 31), 60), (date(2026, 4, 1), 60)], RATES, accrues_to="organisation")
    assert both.low == 1221 + 1271
    assert value([(date(2020, 1, 1), 60), (DAY, 60)], RATES, accrues_to="organisation") is None
    assert value([], RATES, accrues_to="organisation") is None


@given(st.lists(st.tuples(st.sampled_from([DAY, date(2025, 6, 1)]), st.integers(-9_000, 90_000)), min_size=1))
def test_low_central_and_high_stay_in_order(dated):
    worth = value(dated, RATES, accrues_to="organisation")
    if all(minutes >= 0 for _, minutes in dated):
        assert worth.low <= worth.central <= worth.high
    assert worth.central == sum(Fraction(minutes, 60) * 1345 for _, minutes in dated)


def test_what_accrues_to_different_people_is_not_added():
    one, other = (
        Range(Fraction(1), Fraction(2), Fraction(3), "GBP", whose) for whose in ("organisation", "giver")
    )
    with pytest.raises(DifferentValues, match="not what a volunteer gains"):
        _ = one + other
    with pytest.raises(DifferentValues):
        _ = one + Range(Fraction(1), Fraction(2), Fraction(3), "EUR", "organisation")


@pytest.mark.django_db
def test_it_is_off_until_a_decision_and_never_changes_a_quantity(standing):
    project = standing.project()
    post(a_record("1", hours(2, people=8), initiative_id=project.id), by=standing.bob)
    before = list(Posting.objects.order_by("pk").values())
    assert statement_of_initiative(project).money == []
    a_keeper(standing)
    enable_basis("paid-hour-uk", "decisions.decision:7", by=standing.alice)
    told = statement_of_initiative(project)
    assert [one.value.high for one in told.money] == [4_000]
    assert "£40" in shown(told).money[0][1]
    assert list(Posting.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_every_shipped_rate_says_where_it_comes_from():
    assert Basis.objects.filter(enabled_by="").count() == len(BASES)
    rates = list(Rate.objects.all())
    assert len(rates) == sum(len(one.rates) for one in BASES)
    assert all(rate.source and rate.licence and rate.price_year for rate in rates)
