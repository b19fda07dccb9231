"""Whoever holds something of a person owes it to her: no table is forgotten, and erasing is tried by chance."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import ForeignKey, UUIDField
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coproduce.catalogue.public import Role
from coproduce.conduct.public import download, erase
from coproduce.conduct.registry import INSTRUMENTS, KEEPERS, instrument
from coproduce.core import Actor, at, now
from coproduce.core.models import Outbox, Signed, Text
from coproduce.decisions.models import Notice
from coproduce.instruments.ideas.public import propose, remark, support
from coproduce.ledger.public import NewClaim, balances, claim, note, post, refuse_claim
from coproduce.occasions.public import NewOccasion, arrange, ask, say
from coproduce.people.accounts import open_account
from coproduce.people.actions import give, revise_profile
from coproduce.people.actions import say as agree
from coproduce.people.models import Interest, Person
from coproduce.people.seating import add_seat, fill_seat
from coproduce.proceedings.public import ItemDraft, KeepsNothing, adopt, supporters
from coproduce.register.models import Outcome, OutcomeVoice
from coproduce.register.public import join_team
from tests.ledger.books import a_record, day, hours
from tests.standing import Standing

WORDS_OF_AN_OFFICE = {
    "delivery.milestone": "a promise of the public side or of a group",
    "delivery.report": "written by the team, for the public side",
    "budget.costing": "written by the team, for the public side",
    "ideas.concern": "who found something worrying is not kept",
    "core.auditevent": "ids and codes only",
    "core.outbox": "ids and codes only; the person goes with people",
}
"""Tables with ids of people or with free text that is nobody's own, each with its reason."""


def labels_of_keepers() -> set[str]:
    below = {name.split(".")[1] for name in KEEPERS}
    tools = {key for key in INSTRUMENTS if type(instrument(key)).forget is not KeepsNothing.forget}
    return below | tools


def is_personal(model) -> bool:
    def names_somebody(field) -> bool:
        if isinstance(field, ForeignKey):
            return field.related_model in {Person, Text}
        if isinstance(field, UUIDField) and not field.primary_key:
            return field.name in {"person_id", "actor_id", "officer_id"} or field.name.endswith("_by")
        return False

    return issubclass(model, Signed) or any(names_somebody(field) for field in model._meta.get_fields())


def ours():
    return [model for model in apps.get_models() if model.__module__.startswith("coproduce.")]


def test_every_table_that_may_name_somebody_has_a_keeper():
    keepers = labels_of_keepers()
    orphans = {
        model._meta.label_lower
        for model in ours()
        if is_personal(model) and model._meta.app_label not in keepers
    }
    assert orphans - set(WORDS_OF_AN_OFFICE) == set()


def test_this_test_would_see_a_table_without_a_keeper():
    assert {"proceedings.act", "ledger.party", "occasions.part", "people.profile", "register.tie"} <= {
        model._meta.label_lower for model in ours() if is_personal(model)
    }
    assert {
        "people",
        "ledger",
        "occasions",
        "proceedings",
        "register",
        "decisions",
        "ballot",
    } <= labels_of_keepers()


# ruff: noqa: ARG002 (every deed takes the same: who, her id, the mark)


class Town:
    """A joint project with ideas, and what anybody may leave of herself in it: each deed a mark of its own."""

    def __init__(self) -> None:
        self.standing = Standing()
        self.ideas = self.standing.open_step()
        self.officer = self.standing.bob
        self.first = propose(self.ideas, ItemDraft("Benches", ""), by=self.standing.charlie).item
        self.number = itertools.count()

    def do(self, deed: str, who: Actor, mark: str) -> None:
        getattr(self, deed)(who, who.person_id, mark)

    def profile(self, who, key, mark):
        revise_profile(key, {"name": mark, "phone": mark[:40], "address": mark, "needs": mark}, by=who)

    def account(self, who, key, mark):
        address = f"{mark}@example.org"
        revise_profile(key, {"email": address}, by=who)
        open_account(address)
        session = SessionStore()
        session.update({"person": str(key), "note": mark})
        session.create()

    def interest(self, who, key, mark):
        Interest.objects.create(person_id=key, kind="strength", words=mark)

    def role(self, who, key, mark):
        give(key, Role.RESIDENT, by=self.officer)
        give(key, "clerk", organisation_id=self.standing.council, by=self.officer)
        agree(key, "photos", given=True, wording_version=1, by=who)
        seat = add_seat(self.standing.council, f"Seat {next(self.number)}", by=self.officer)
        with at(now() - timedelta(days=9)):
            fill_seat(seat, key, "elected", by=self.officer)

    def idea(self, who, key, mark):
        propose(self.ideas, ItemDraft(mark, mark), by=who)

    def slip(self, who, key, mark):
        made = propose(self.ideas, ItemDraft(mark, mark), by=Actor(visitor="v" * 64))
        adopt(made.reference, key, by=who)

    def remark(self, who, key, mark):
        remark(self.ideas, self.first.id, mark, by=who)

    def voice(self, who, key, mark):
        outcome = Outcome.objects.create(statement="I have people to see", proposed_at=now(), proposed_by=key)
        text = Text.objects.create(body=mark)
        OutcomeVoice.objects.create(
            outcome=outcome, kind="contested", group="carers", text=text, at=now(), by_id=key
        )

    def team(self, who, key, mark):
        join_team(self.ideas.initiative_id, key, "steering", by=self.standing.alice)
        Outbox.objects.create(key=mark, person_id=key, kind="told", due_at=now())

    def gift(self, who, key, mark):
        made = post(
            a_record(
                f"gift {next(self.number)}", hours(2, person_id=key), initiative_id=self.ideas.initiative_id
            ),
            by=self.officer,
        )
        note(made.id, mark, by=self.officer)
        said = NewClaim(
            f"claim:{next(self.number)}", self.ideas.initiative_id, day(), hours(1, person_id=key)
        )
        refuse_claim(claim(said, by=who).id, mark, by=self.officer)

    def occasion(self, who, key, mark):
        starts = now() + timedelta(days=next(self.number) + 1)
        made = arrange(
            [NewOccasion(self.ideas.id, "A talk", starts, starts + timedelta(hours=1))], by=self.officer
        )[0]
        ask(made.id, {key: "carer"}, reasons={key: [mark]}, by=self.officer)
        say(made.id, "carer", yes=True, by=who)


DEEDS = (
    "profile",
    "account",
    "interest",
    "role",
    "idea",
    "slip",
    "remark",
    "voice",
    "team",
    "gift",
    "occasion",
)
ONCE = {"role", "team", "account"}
SILENT = {"role", "team"}
"""Deeds that leave ids and codes, and no words of hers."""


def everything() -> str:
    """Every value of every row of every table, sessions read as what they hold."""
    rows = [str(value) for model in apps.get_models() for row in model.objects.values_list() for value in row]
    rows += [str(row.get_decoded()) for row in Session.objects.all()]
    return "\n".join(rows).lower()


@pytest.mark.django_db
@settings(
    max_examples=5,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from((0, 1))), min_size=4, max_size=14))
def test_erasing_one_leaves_no_trace_of_her_and_all_of_the_others(deeds):
    with transaction.atomic():
        _tried(deeds)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_erasing_somebody_who_did_everything():
    _tried([(deed, who) for deed in DEEDS for who in (0, 1)])


def _tried(deeds):
    town = Town()
    both = (town.standing.dora, Actor(person_id=Person.objects.create(since=now()).pk, role="resident"))
    from coproduce.people.models import Profile

    for number, who in enumerate(both):
        Profile.objects.create(person_id=who.person_id, name=f"name{number}zq")
    marks: tuple[list[str], list[str]] = (["name0zq"], ["name1zq"])
    done = set()
    for place, (deed, which) in enumerate(deeds):
        if deed in ONCE and (deed, which) in done:
            continue
        done.add((deed, which))
        mark = f"mark{place}of{which}zq"
        if deed == "profile":
            marks[which][:] = [one for one in marks[which] if not one.startswith(("name", "prof"))]
            mark = f"prof{place}of{which}zq"
        town.do(deed, both[which], mark)
        if deed not in SILENT:
            marks[which].append(mark)
    support(town.ideas, town.first.id, by=both[0])
    gone, stays = (str(who.person_id) for who in both)
    told = str([row for table in download(both[0].person_id) for row in table.rows]).lower()
    assert [mark for mark in marks[0] if mark not in told] == []
    assert not any(mark in told for mark in marks[1])
    totals = [one.total for one in balances()]
    erase(both[0].person_id, by=both[0])
    left = everything()
    assert [mark for mark in marks[0] if mark in left] == []
    assert [mark for mark in marks[1] if mark not in left] == []
    assert [one.total for one in balances()] == totals
    assert supporters([town.first.id])[town.first.id] == 1
    assert not Notice.objects.filter(person_id=gone).exists()
    assert not EmailAddress.objects.filter(user__account__person_id=gone).exists()
    assert not Outbox.objects.filter(person_id=gone).exists()
    assert Person.objects.filter(pk=stays, erased_on=None).exists()
    assert (
        str([row for table in download(both[0].person_id) for row in table.rows if "zq" in str(row)]) == "[]"
    )
