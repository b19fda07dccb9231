"""What somebody says was given, confirmed or refused; confirming; forgetting."""

from dataclasses import replace

import pytest

from coproduce.core import Refused
from coproduce.core.models import Text
from coproduce.ledger.models import Attestation, Claim, Entry, EntryNote, Party
from coproduce.ledger.public import (
    KEEPER,
    NewClaim,
    attest,
    balances,
    bases,
    claim,
    claims,
    confirm_claim,
    confirm_claims,
    enable_basis,
    note,
    open_claims,
    post,
    refuse_claim,
    verify,
)
from tests.ledger.books import a_keeper, a_record, day, hours

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(standing):
    return standing.project()


@pytest.fixture
def said(standing, project):
    gift = hours(3, person_id=standing.dora.person_id)
    return NewClaim("occasions.part:1", project.id, day(), gift)


def refused(code, deed):
    with pytest.raises(Refused) as caught:
        deed()
    assert caught.value.refusal.code == code


def test_a_claim_waits_and_then_stands_in_the_book_with_both_quantities(standing, said):
    made = claim(said, by=standing.dora)
    assert (made.state, Entry.objects.count()) == ("open", 0)
    assert [one.id for one in open_claims(said.initiative_id)] == [made.id]
    entry = confirm_claim(made.id, quantity=150, by=standing.bob)
    assert confirm_claim(made.id, by=standing.alice).id == entry.id
    assert claims([made.id])[made.id].state == "confirmed"
    assert [one.total for one in balances() if one.role == "given"] == [-180]
    assert [one.quantity for one in Attestation.objects.all()] == [150]
    refused("ledger-confirmed", lambda: refuse_claim(made.id, "no", by=standing.bob))


def test_the_same_source_is_the_same_claim(standing, said):
    assert claim(said, by=standing.dora).id == claim(said, by=standing.dora).id
    other = replace(said, gift=replace(said.gift, quantity=240))
    refused("ledger-key-used", lambda: claim(other, by=standing.dora))


def test_nobody_confirms_her_own_and_no_stranger_confirms(standing, said):
    own = claim(replace(said, source="b", gift=hours(1, person_id=standing.bob.person_id)), by=standing.bob)
    refused("ledger-own-word", lambda: confirm_claim(own.id, by=standing.bob))
    refused("ledger-team-only", lambda: confirm_claim(own.id, by=standing.charlie))
    refused("ledger-team-only", lambda: refuse_claim(own.id, "x", by=standing.dora))
    assert confirm_claim(own.id, by=standing.alice).written


def test_refusing_says_why_and_many_are_confirmed_all_or_none(standing, said):
    first, second = claim(said, by=standing.dora), claim(replace(said, source="2"), by=standing.dora)
    refuse_claim(first.id, "It rained and nobody came", by=standing.bob)
    with pytest.raises(Refused):
        confirm_claims([second.id, first.id], by=standing.bob)
    assert claims([second.id])[second.id].state == "open"
    assert len(confirm_claims([second.id], by=standing.bob)) == 1


def test_an_entry_is_confirmed_by_each_once_and_not_by_its_giver(standing, project):
    mine = a_record("one", hours(2, person_id=standing.bob.person_id), initiative_id=project.id)
    made = post(mine, by=standing.alice)
    refused("ledger-own-word", lambda: attest(made.id, 120, by=standing.bob))
    attest(made.id, 120, by=standing.alice)
    refused("ledger-attested", lambda: attest(made.id, 90, by=standing.alice))
    assert Attestation.objects.count() == 1


def test_erasing_leaves_the_totals_and_nothing_of_her(standing, project, said):
    dora = standing.dora.person_id
    made = post(a_record("one", hours(2, person_id=dora), initiative_id=project.id), by=standing.bob)
    of_charity = hours(1, organisation_id=standing.council)
    post(a_record("org", of_charity, initiative_id=project.id), by=standing.bob)
    both = hours(1, person_id=standing.charlie.person_id, organisation_id=standing.council)
    post(a_record("both", both, initiative_id=project.id), by=standing.bob)
    KEEPER.forget(standing.charlie.person_id, by=standing.charlie)
    note(made.id, "Dora brought cake", by=standing.bob)
    turned_down = claim(replace(said, source="r"), by=standing.dora)
    refuse_claim(turned_down.id, "Dora was not there", by=standing.bob)
    claim(replace(said, source="open"), by=standing.dora)
    tables = {table.name: table.rows for table in KEEPER.personal(dora)}
    assert len(tables["what you gave"]) == 1
    assert "Dora brought cake" in str(tables["notes beside what you gave"])
    assert "Dora was not there" in str(tables["what waits to be confirmed"])
    before = [one.total for one in balances()]
    KEEPER.forget(dora, by=standing.dora)
    KEEPER.forget(dora, by=standing.dora)
    assert [one.total for one in balances()] == before
    assert list(KEEPER.personal(dora)) == []
    assert not Party.objects.filter(person_id=dora).exists()
    assert not Claim.objects.filter(state="open").exists()
    assert EntryNote.objects.count() == 1
    assert not Text.objects.filter(body__contains="Dora").exists()
    assert verify().faults == ()


def test_a_view_of_money_is_off_until_a_named_decision(standing):
    refused(
        "ledger-keepers-only", lambda: enable_basis("living-wage", "decisions.decision:1", by=standing.bob)
    )
    a_keeper(standing)
    refused("ledger-no-decision", lambda: enable_basis("living-wage", "", by=standing.alice))
    assert all(one.decision == "" for one in bases())


def test_who_came_to_an_occasion_is_put_down_to_be_confirmed_once(standing):
    from datetime import timedelta

    from coproduce.core import at, now
    from coproduce.ledger.public import claim_attendance
    from coproduce.occasions.public import NewOccasion, arrange, ask, note_attendance

    step = standing.open_step()
    starts = now() - timedelta(days=2)
    made = arrange([NewOccasion(step.id, "Visits", starts, starts + timedelta(minutes=90))], by=standing.bob)[
        0
    ]
    with at(starts - timedelta(days=1)):
        people = {
            standing.dora.person_id: "carer",
            standing.bob.person_id: "staff",
            standing.charlie.person_id: "resident",
        }
        parts = ask(made.id, people, by=standing.bob)
    note_attendance({one.id: "no" if one.role == "resident" else "yes" for one in parts}, by=standing.bob)
    for _ in range(2):
        claim_attendance(made.id, by=standing.bob)
    found = sorted((one.gift.kind, one.gift.quantity) for one in open_claims(step.initiative_id))
    assert found == [("staff-time", 90), ("time-active", 90)]
