"""Statements: totals that equal the register, grants once, small groups never, also by subtraction."""

import itertools
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.core import at, now
from coproduce.core.acting import signature
from coproduce.ledger.granules import FEWEST, Granule, Quarter, granules, publishable
from coproduce.ledger.public import Gift, Planned, correct, plan_input, post
from coproduce.ledger.statement import Given, assemble, changes_of
from coproduce.ledger.statements import statement_of_initiative, statement_of_service
from coproduce.register.models import InitiativeService, ServiceYear
from coproduce.register.public import service_by_slug
from tests.ledger.books import a_record, a_service, day, grant, hours, noon, staff

Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)


def a_granule(quantity=60, people=9, **more):
    plain = {
        "initiative_id": "i", "service_id": "s", "quarter": Q2, "side": "resident", "paid_for_by": "",
        "kind": "time-active", "unit": "minute", "stage": "", "party_ids": frozenset(), "unnamed": people, "records": 1,
    }  # fmt: skip
    return Granule(**{**plain, **more}, quantity=quantity)


def told(*found, **more):
    options = {"changes": (), "promises": (), "today": date(2026, 9, 30), "has_partner": False, **more}
    return assemble(list(found), **options)


def test_doorstep_friends_as_in_the_picture():
    made = told(
        a_granule(412 * 60, people=38),
        a_granule(61 * 60, people=38, kind="travel"),
        a_granule(130 * 60, side="public", kind="staff-time"),
        a_granule(900_000, side="public", kind="grant", unit="GBP"),
        a_granule(300 * 60, side="partner", paid_for_by="public-grant"),
        a_granule(96 * 60, side="partner", paid_for_by="own"),
        has_partner=True,
    )
    assert [(one.kind, one.quantity) for one in made.residents.given] == [
        ("time-active", 24_720),
        ("travel", 3_660),
    ]
    assert made.residents.people == 38
    assert made.public.given[1] == Given("grant", "GBP", 900_000, 18_000, {"": 900_000})
    assert [(one.kind, one.quantity) for one in made.partner.given] == [("time-active", 5_760)]
    assert round(float(made.ratio.hours), 1) == 3.2
    assert round(float(made.ratio.with_grant), 2) == 0.96
    assert made.left_out == 0


def test_what_nobody_wrote_down_is_not_nought():
    made = told()
    assert made.residents.given == [Given("time-active", "minute", None)]
    assert made.public.given == [Given("staff-time", "minute", None)]
    assert made.partner.given == []
    assert told(has_partner=True).partner.given == [Given("time-active", "minute", None)]
    assert made.ratio is None


def test_hours_paid_by_a_grant_that_nobody_recorded_say_so():
    made = told(a_granule(300 * 60, side="partner", paid_for_by="public-grant"), has_partner=True)
    assert Given("grant", "", None, 18_000) in made.public.given
    assert made.partner.given == []


def test_volunteers_of_a_charity_are_residents():
    made = told(a_granule(side="partner", paid_for_by="volunteers"))
    assert [one.quantity for one in made.residents.given] == [60]
    assert made.partner.given == []


def test_few_people_are_pooled_and_very_few_left_out():
    trio = lambda names, **more: a_granule(party_ids=frozenset(names), people=0, **more)  # noqa: E731
    made = told(trio("abc"), trio("def", kind="travel"), trio("xy", kind="skill", quarter=Q3))
    assert [(one.kind, one.quantity) for one in made.residents.given] == [("other", 120)]
    assert (made.records, made.left_out) == (3, 1)
    same = told(trio("abc"), trio("abc", kind="travel"))
    assert [one.quantity for one in same.residents.given] == [None]
    assert same.left_out == 2


CELL = st.builds(
    a_granule,
    quantity=st.integers(-50, 500).filter(bool),
    people=st.integers(0, 7),
    party_ids=st.frozensets(st.sampled_from("abcdefgh"), max_size=7),
    kind=st.sampled_from(["time-active", "travel", "skill"]),
    quarter=st.sampled_from([Q2, Q3]),
    service_id=st.sampled_from("st"),
    initiative_id=st.sampled_from("ij"),
    side=st.sampled_from(["resident", "public"]),
)


@given(
    st.lists(
        CELL,
        max_size=25,
        unique_by=lambda one: (one.initiative_id, one.service_id, one.quarter, one.side, one.kind),
    )
)
def test_every_published_piece_has_five_people_and_none_is_worked_out_by_subtraction(cells):
    shown, left = publishable(cells)
    assert all(one.people >= FEWEST for one in shown if one.of_residents)
    total = Counter(), Counter()
    for one in cells:
        total[0][one.unit] += one.quantity
    for one in [*shown, *left]:
        total[1][one.unit] += one.quantity
    assert total[0] == total[1]
    # Any two statements are sums of published pieces; so is what one holds and the other does not.
    pieces = {(one.initiative_id, one.service_id, one.quarter): [] for one in shown}
    for one in shown:
        pieces[one.initiative_id, one.service_id, one.quarter].append(one)
    for cut in itertools.islice(itertools.product([None, "i", "j"], [None, "s", "t"], [None, Q2, Q3]), 27):
        chosen = [
            one for one in cells
            if all(want in (None, have) for want, have in zip(cut, (one.initiative_id, one.service_id, one.quarter), strict=True))
        ]  # fmt: skip
        alone, _ = publishable(chosen)
        expected = [
            one for key, group in pieces.items() for one in group
            if all(want in (None, have) for want, have in zip(cut, key, strict=True))
        ]  # fmt: skip
        assert Counter(alone) == Counter(expected)


def a_year(since, budget, minutes, length=365):
    return SimpleNamespace(
        since=since,
        until=since + timedelta(days=length),
        budget=budget,
        currency="GBP",
        minutes_per_week=minutes,
    )


def test_what_was_added_kept_withdrawn_is_read_from_the_years():
    key = uuid4()
    years = {key: [a_year(date(2025, 4, 1), 20_000_000, 2_400), a_year(date(2026, 4, 1), 16_200_000, 2_400)]}
    money, opening = changes_of({key: "Day centre"}, years, since=date(2026, 4, 1), until=date(2026, 10, 1))
    assert (money.kind, money.difference, money.unit) == ("withdrawn", 3_800_000, "GBP")
    assert (opening.kind, opening.after) == ("kept", 2_400)


def test_a_budget_of_half_a_year_is_compared_as_a_year():
    key = uuid4()
    years = {
        key: [a_year(date(2025, 4, 1), 1_000_000, None), a_year(date(2026, 4, 1), 600_000, 60, length=183)]
    }
    money, opening = changes_of({key: "x"}, years, since=date(2026, 4, 1), until=date(2026, 10, 1))
    assert (money.kind, money.after) == ("added", round(600_000 * 365 / 183))
    assert opening.kind == "unknown"


def test_a_service_of_which_nothing_is_recorded_is_unknown_not_kept():
    key = uuid4()
    kinds = {one.kind for one in changes_of({key: "x"}, {}, since=date(2026, 4, 1), until=date(2026, 10, 1))}
    assert kinds == {"unknown"}
    one = {key: [a_year(date(2026, 4, 1), 5, 5)]}
    assert {c.kind for c in changes_of({key: "x"}, one, since=date(2026, 4, 1), until=date(2026, 10, 1))} == {
        "unknown"
    }


# --- from the database ----------------------------------------------------------------------


@pytest.fixture
def project(standing):
    return standing.project()


@pytest.mark.django_db
def test_granules_equal_the_register_and_corrections_leave_no_ghosts(standing, project):
    service = a_service(standing)
    wrong = post(
        a_record("1", hours(9, people=30, service_id=service), initiative_id=project.id, on=day(3)),
        by=standing.bob,
    )
    correct(
        wrong.id,
        a_record("2", hours(2, people=11, service_id=service), initiative_id=project.id, on=day(3)),
        by=standing.bob,
    )
    post(a_record("3", staff(3), grant(90), initiative_id=project.id, on=day(3)), by=standing.bob)
    found = granules(initiative_ids=[project.id])
    assert [(one.kind, one.quantity, one.people) for one in found if one.of_residents] == [
        ("time-active", 120, 11)
    ]
    assert sum(one.quantity for one in found if one.unit == "minute") == 300
    assert granules(initiative_ids=[uuid4()]) == []
    assert [one.quantity for one in granules(service_id=service, initiative_ids=[project.id])] == [120]
    assert granules(initiative_ids=[project.id], until=day(3)) == []


@pytest.mark.django_db
def test_names_are_counted_once_over_kinds_and_records(standing, project):
    from tests.standing import a_person

    people = [a_person() for _ in range(6)]
    for number, person in enumerate(people * 2):
        gifts = [hours(1, person_id=person), Gift("travel", 20, "resident", person_id=person)]
        post(a_record(str(number), *gifts, initiative_id=project.id), by=standing.bob)
    statement = statement_of_initiative(project).statement
    assert statement.residents.people == 6
    assert {one.kind: one.quantity for one in statement.residents.given} == {
        "time-active": 720,
        "travel": 240,
    }


@pytest.mark.django_db
def test_statements_of_a_project_and_of_its_service(standing, project):
    service = a_service(standing, "Day centre")
    InitiativeService.objects.create(initiative_id=project.id, service_id=service)
    year = now().date() - timedelta(days=500)
    for number, budget in enumerate((20_000_000, 16_200_000)):
        since = year + timedelta(days=365 * number)
        ServiceYear.objects.create(
            service_id=service, since=since, until=since + timedelta(days=365), budget=budget, currency="GBP",
            minutes_per_week=2_400 - 480 * number, **signature(standing.alice),
        )  # fmt: skip
    plan_input(Planned(project.id, "public", "staff-time", 60 * 200, day(5)), by=standing.alice)
    plan_input(Planned(project.id, "public", "use-of-space", 4, day(5)), by=standing.alice)
    gifts = [hours(2, people=11, service_id=service), staff(3, service_id=service)]
    post(a_record("1", *gifts, initiative_id=project.id), by=standing.bob)
    draft = standing.project(title="Other")
    post(a_record("2", hours(2, people=11, service_id=service), initiative_id=draft.id), by=standing.bob)
    of_project = statement_of_initiative(project).statement
    assert [one.kind for one in of_project.changes] == ["withdrawn", "withdrawn"]
    assert [(one.kind, one.late, one.came) for one in of_project.promised] == [
        ("staff-time", True, 180), ("use-of-space", True, None),
    ]  # fmt: skip
    of_service = statement_of_service(service_by_slug("day-centre")).statement
    assert of_service.residents.given[0].quantity == 120


@pytest.mark.django_db
def test_a_period_is_whole_quarters(standing, project):
    with at(noon(date(2026, 11, 20))):
        post(
            a_record("1", hours(2, people=9), on=date(2026, 9, 30), initiative_id=project.id), by=standing.bob
        )
        post(
            a_record("2", hours(3, people=9), on=date(2026, 10, 1), initiative_id=project.id), by=standing.bob
        )
        early = replace(project, begun_at=noon(date(2026, 8, 1)))
        whole, third = statement_of_initiative(early), statement_of_initiative(early, first=Q3, last=Q3)
        turned = statement_of_initiative(early, first=Quarter(2027, 1), last=Q2)
    assert whole.statement.residents.given[0].quantity == 300
    assert third.statement.residents.given[0].quantity == 120
    assert turned.period == whole.period
    assert whole.quarters == [Q3, Quarter(2026, 4)]
