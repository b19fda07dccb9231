"""What goes into the book: balanced, once, and put right by new entries."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coproduce.core import Refused, now
from coproduce.core.models import AuditEvent
from coproduce.ledger.models import Account, Checkpoint, Entry, Posting
from coproduce.ledger.public import (
    Gift,
    Planned,
    balances,
    correct,
    entries,
    gifts_of,
    lock_period,
    note,
    plan_input,
    post,
    rebuild_checkpoints,
    trial_balance,
    verify,
)
from tests.ledger.books import a_keeper, a_record, a_service, an_outcome, day, grant, hours, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(standing):
    return standing.project()


def refused(code, deed):
    with pytest.raises(Refused) as caught:
        deed()
    assert caught.value.refusal.code == code
    return caught.value.refusal


def totals(role):
    found = {}
    for one in balances():
        if one.role == role:
            found[one.unit] = found.get(one.unit, 0) + one.total
    return {unit: total for unit, total in found.items() if total}


def test_what_is_given_is_received_and_applied_or_unattributed(standing, project):
    service, outcome = a_service(standing), an_outcome()
    gifts = (
        hours(2, people=11, service_id=service, outcome_id=outcome),
        staff(3, service_id=service),
        grant(9000, service_id=service),
        Gift("time-active", 5_760, "partner", paid_for_by="own", organisation_id=standing.council),
    )
    made = post(a_record("one", *gifts, initiative_id=project.id), by=standing.bob)
    assert made.written
    assert trial_balance() == {"GBP": 0, "minute": 0}
    assert totals("given") == {"minute": -(120 + 180 + 5_760), "GBP": -900_000}
    assert totals("received") == {}
    assert totals("applied") == {"minute": 120}
    assert totals("unattributed") == {"minute": 180 + 5_760, "GBP": 900_000}
    assert {replace(gift, organisation_id=None) for gift in gifts_of([made.id])[made.id]} == {
        replace(gift, organisation_id=None) for gift in gifts
    }
    assert verify().faults == ()


def test_time_on_call_is_never_added_to_time_given(standing, project):
    gifts = [hours(2), Gift("time-on-call", 600, "resident")]
    post(a_record("one", *gifts, initiative_id=project.id), by=standing.bob)
    assert totals("given") == {"minute": -120, "on-call": -600}


def test_the_same_key_is_the_same_entry_and_another_content_is_refused(standing, project):
    person = standing.dora.person_id
    record = a_record("one", hours(2, person_id=person), staff(1), initiative_id=project.id)
    first, second = post(record, by=standing.bob), post(record, by=standing.alice)
    turned = replace(record, gifts=list(reversed(record.gifts)))
    third = post(turned, by=standing.bob)
    assert first.id == second.id == third.id
    assert (first.written, second.written, third.written) == (True, False, False)
    assert Entry.objects.count() == 1
    other = replace(record, gifts=[hours(3, person_id=person), staff(1)])
    assert refused("ledger-key-used", lambda: post(other, by=standing.bob)).status == 409


def test_a_correction_leaves_the_old_lines_and_the_true_total(standing, project):
    wrong = post(a_record("one", hours(12), staff(1), initiative_id=project.id), by=standing.bob)
    right = correct(
        wrong.id, a_record("two", hours(2), staff(1), initiative_id=project.id), by=standing.alice
    )
    assert totals("given") == {"minute": -180}
    assert Entry.objects.count() == 3
    assert Entry.objects.get(corrects=wrong.id).occurred_on == wrong.occurred_on
    assert entries([right.id])[right.id].corrects_id is None
    again = lambda: correct(wrong.id, None, by=standing.alice)  # noqa: E731
    refused("ledger-corrected", again)
    gone = correct(right.id, None, by=standing.alice)
    assert totals("given") == {}
    refused("ledger-corrected", lambda: correct(gone.id, None, by=standing.alice))
    assert verify().faults == ()


def test_a_correction_of_a_closed_period_is_booked_on_the_first_day_after(standing, project):
    a_keeper(standing)
    made = post(a_record("one", hours(12), on=day(40), initiative_id=project.id), by=standing.bob)
    lock_period(day(30), by=standing.alice)
    correct(made.id, None, by=standing.alice)
    assert Entry.objects.get(corrects=made.id).occurred_on == day(29)
    assert verify().faults == ()


def test_closed_periods_take_nothing_and_only_move_forward(standing, project):
    refused("ledger-keepers-only", lambda: lock_period(day(30), by=standing.bob))
    a_keeper(standing)
    digest = lock_period(day(30), by=standing.alice)
    assert len(digest) == 64
    late = a_record("late", on=day(30), initiative_id=project.id)
    assert refused("ledger-locked", lambda: post(late, by=standing.bob)).params["through"] == day(30)
    post(replace(late, occurred_on=day(29)), by=standing.bob)
    refused("ledger-not-forward", lambda: lock_period(day(30), by=standing.alice))
    refused("ledger-not-over", lambda: lock_period(now().date() + timedelta(days=1), by=standing.alice))
    lock_period(day(2), by=standing.alice)
    assert verify().faults == ()
    assert verify().closed_periods == 2


@pytest.mark.parametrize(
    ("code", "gift"),
    [
        ("ledger-kind", Gift("gossip", 1, "resident")),
        ("ledger-quantity", hours(0)),
        ("ledger-quantity", Gift("time-active", -5, "resident")),
        ("ledger-side", Gift("time-active", 5, "council")),
        ("ledger-paid-for-by", Gift("time-active", 5, "partner")),
        ("ledger-paid-for-by", Gift("time-active", 5, "resident", paid_for_by="own")),
        ("ledger-currency", Gift("money", 5, "public")),
        ("ledger-currency", Gift("time-active", 5, "public", currency="GBP")),
        ("ledger-people", Gift("time-active", 5, "resident", people=0)),
        ("ledger-daily-cap", hours(17)),
    ],
)
def test_a_gift_that_makes_no_sense_is_refused_in_words(standing, project, code, gift):
    record = a_record("one", gift, initiative_id=project.id)
    assert refused(code, lambda: post(record, by=standing.bob)).status == 422
    assert Posting.objects.count() == 0


def test_nobody_gives_more_than_a_day_has_over_all_her_joint_projects(standing, project):
    other = standing.project(title="Another")
    dora = standing.dora.person_id
    post(a_record("one", hours(10, person_id=dora), initiative_id=project.id), by=standing.bob)
    more = a_record("two", hours(7, person_id=dora), initiative_id=other.id)
    refused("ledger-daily-cap", lambda: post(more, by=standing.bob))
    travel = Gift("travel", 8 * 60, "resident", person_id=dora)
    skill = Gift("skill", 7 * 60, "resident", person_id=dora)
    refused(
        "ledger-whole-day",
        lambda: post(a_record("3", travel, skill, initiative_id=other.id), by=standing.bob),
    )
    post(a_record("4", travel, initiative_id=other.id), by=standing.bob)
    post(replace(more, occurred_on=day(2)), by=standing.bob)
    post(a_record("crowd", hours(100, people=20), initiative_id=project.id), by=standing.bob)


def test_an_empty_record_and_a_day_to_come_are_refused(standing, project):
    refused("ledger-empty", lambda: post(replace(a_record("one"), gifts=[]), by=standing.bob))
    soon = a_record("two", on=now().date() + timedelta(days=2), initiative_id=project.id)
    refused("ledger-future", lambda: post(soon, by=standing.bob))
    named = a_record("three", hours(1, person_id=standing.dora.person_id))
    refused("ledger-nowhere", lambda: post(named, by=standing.bob))


def test_each_writing_leaves_one_audit_event_of_codes_and_ids(standing, project):
    before = AuditEvent.objects.count()
    made = post(a_record("one", initiative_id=project.id), by=standing.bob)
    note(made.id, "Brenda brought cake", by=standing.bob)
    events = list(AuditEvent.objects.order_by("seq"))[before:]
    assert [event.deed for event in events] == ["ledger.post", "ledger.note"]
    assert all("Brenda" not in str(event.codes) for event in events)


def test_checkpoints_say_the_same_as_the_lines_also_after_a_back_dated_entry(standing, project):
    post(a_record("one", hours(2), on=day(70), initiative_id=project.id), by=standing.bob)
    bare = {one.account_id: one.total for one in balances()}
    assert rebuild_checkpoints(by=standing.alice) == Checkpoint.objects.count() > 0
    assert {one.account_id: one.total for one in balances()} == bare
    post(a_record("two", hours(3), on=day(100), initiative_id=project.id), by=standing.bob)
    assert totals("given") == {"minute": -300}
    assert verify().faults == ()
    Checkpoint.objects.all().delete()
    assert totals("given") == {"minute": -300}
    assert verify().faults == ()


def test_a_wrong_checkpoint_is_found(standing, project):
    post(a_record("one", initiative_id=project.id), by=standing.bob)
    rebuild_checkpoints(by=standing.alice)
    account = Account.objects.get(role="given")
    Checkpoint.objects.filter(account=account).update(total=7)
    assert any("checkpoint" in fault for fault in verify().faults)


def test_a_promise_that_is_moved_is_replaced(standing, project):
    first = plan_input(Planned(project.id, "public", "staff-time", 6_000, day(-30)), by=standing.alice)
    moved = plan_input(
        Planned(project.id, "public", "staff-time", 6_000, day(-60), replaces_id=first), by=standing.alice
    )
    back = Planned(project.id, "public", "staff-time", 0, day(-60), replaces_id=moved)
    plan_input(back, by=standing.alice)
    refused("not-found", lambda: plan_input(replace(back, replaces_id=first), by=standing.alice))
    refused("ledger-quantity", lambda: plan_input(replace(back, replaces_id=None), by=standing.alice))
