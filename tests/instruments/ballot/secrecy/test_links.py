"""Linking slips to voters by everything that stands in the database, the exports and the answers: no better than chance."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.test import Client

from coproduce.conduct.elections import export_election
from coproduce.conduct.moving import conclude
from coproduce.core import at, now
from coproduce.core.codes import code_digest
from coproduce.core.models import AuditEvent, Outbox
from coproduce.formats import pabulib
from coproduce.instruments.ballot.actions import cast, voter_of
from coproduce.instruments.ballot.models import Box, BoxKey, Envelope, Mark, Opening, Receipt, Slip
from coproduce.instruments.ballot.opening import open_demo_box
from coproduce.instruments.ballot.public import INSTRUMENT
from coproduce.people.public import issue_codes
from coproduce.proceedings.models import Act, Trace
from coproduce.register.models import Step
from coproduce.register.public import initiatives, steps
from tests.instruments.ballot.secrecy.attack import Scene, choice_of, linked, scene
from tests.instruments.boxed import DAY, a_vote, holder
from tests.standing import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(standing: Standing) -> Scene:
    """A vote with 200 voters, opened, counted, published."""
    made = scene(standing)
    with at(now() + 20 * DAY):
        assert open_demo_box(made.vote, by=standing.alice) == len(made.choices)
        conclude(made.vote.id, by=standing.alice)
    return made


def physical(table: str, column: str) -> list[Any]:
    """A column in the order in which the rows lie in the file."""
    order = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {order}")
        return [row[0] for row in cursor.fetchall()]


def chosen(value: Any) -> dict[str, object]:
    """A choice as the database gives it."""
    return json.loads(value) if isinstance(value, str) else value


def test_the_judge_finds_an_order_that_gives_voters_away(standing: Standing) -> None:
    assert linked(list(range(200)))
    assert linked(list(reversed(range(200))))
    assert linked([*range(100, 200), *range(100)])
    assert linked([n ^ 1 for n in range(200)])


def test_before_the_count_the_order_of_rows_is_the_order_of_voting_and_so_must_be_worthless(
    standing: Standing,
) -> None:
    """The control: with envelopes in the clear everybody would be linked. They are not in the clear."""
    made = scene(standing)
    voters = [voter_of(made.vote, holder(number)) for number in range(len(made.choices))]
    assert linked([voters.index(value) for value in physical("ballot_mark", "voter")])
    sealed = [bytes(value) for value in physical("ballot_envelope", "sealed")]
    assert len({len(value) for value in sealed}) == 1
    told = b"".join(sealed)
    assert all(receipt.encode() not in told for receipt in made.receipts)
    assert b"points" not in told
    assert b"screen" not in told


def test_the_order_of_slips_says_nothing(counted: Scene) -> None:
    orders = {
        "in the file": [chosen(value) for value in physical("ballot_slip", "choice")],
        "by key": [slip.choice for slip in Slip.objects.order_by("id")],
        "as the database likes": [slip.choice for slip in Slip.objects.all()],
    }
    for name, found in orders.items():
        assert linked([counted.voter_of(choice) for choice in found]) == "", name


def test_the_order_of_receipts_says_nothing_and_they_carry_no_choice(counted: Scene) -> None:
    codes = physical("ballot_receipt", "code")
    assert sorted(codes) == sorted(counted.receipts)
    assert linked([counted.receipts.index(code) for code in codes]) == ""
    slips = [counted.voter_of(chosen(value)) for value in physical("ballot_slip", "choice")]
    place = {counted.receipts.index(code): at_ for at_, code in enumerate(codes)}
    assert linked([place[voter] for voter in slips]) == ""
    assert {field.name for field in Receipt._meta.get_fields()} == {"id", "step", "code"}


def test_one_transaction_wrote_all_slips_and_none_of_it_an_envelope(counted: Scene) -> None:
    assert [model.objects.count() for model in (Envelope, BoxKey, Box)] == [0, 0, 0]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text), count(DISTINCT cmin::text) FROM ballot_slip")
        transactions, commands = cursor.fetchone()
    assert transactions == 1
    assert commands <= 2


def test_no_table_of_the_vote_keeps_a_moment(counted: Scene) -> None:
    for model in (Mark, Slip, Receipt, Opening):
        assert not [field for field in model._meta.get_fields() if isinstance(field, models.DateTimeField)], (
            model
        )
    for model in (Mark, Slip, Receipt):
        assert {row.pk.version for row in model.objects.all()} == {4}, model
    assert {field.name for field in Slip._meta.get_fields()} == {"id", "step", "choice", "channel"}
    acts = Act.objects.filter(step_id=counted.vote.id, kind="voted")
    assert acts.count() == len(counted.choices)
    assert {(act.pk.version, act.at.hour, act.ref) for act in acts} == {(4, 0, "")}
    assert not Trace.objects.filter(act__in=acts).exists()


def test_neither_audit_nor_outbox_names_a_voter_or_a_choice(counted: Scene) -> None:
    events = AuditEvent.objects.filter(subject=counted.vote.subject)
    voting = events.filter(deed__in=["ballot.cast", "ballot.withdraw", "ballot.mark-off"])
    assert voting.count() >= len(counted.choices)
    assert {(event.actor_id, event.role, str(event.codes)) for event in voting} == {(None, "", "{}")}
    opening = events.get(deed="ballot.open-box")
    assert opening.codes == {"slips": 200, "envelopes": 200}
    assert not Outbox.objects.exists()


def test_no_other_table_holds_a_choice_a_receipt_or_what_was_sealed(counted: Scene) -> None:
    told = {code.encode() for code in counted.receipts}
    sealed = {envelope[:24] for envelope in counted.envelopes}
    choices = {
        json.dumps(choice.to_plain()["points"]).encode()
        for choice in counted.choices
        if len(choice.points) > 2
    }
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            whole = b"|".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
            whole = whole.replace(b"'", b'"')
            if model is not Receipt:
                assert not [code for code in told if code in whole], model
            if model is not Slip:
                assert not [choice for choice in choices if choice in whole], model
            assert not [one for one in sealed if one in whole], model


def test_what_is_published_stands_in_an_order_that_says_nothing(counted: Scene) -> None:
    step = steps([counted.vote.id])[counted.vote.id]
    numbers = [
        {"points": dict.fromkeys(row[1].split(), 1), "boost": 0}
        for row in next(iter(INSTRUMENT.open_data(step))).rows
    ]
    assert linked([counted.voter_of(choice) for choice in numbers]) == ""
    text = pabulib.write(export_election(step.initiative_id)).decode()
    lines = text[text.index("VOTES") :].splitlines()
    assert lines[1] == "voter_id;vote"
    found = [
        {"points": dict.fromkeys(sorted(line.split(";")[1].split(",")), 1), "boost": 0} for line in lines[2:]
    ]
    assert linked([counted.voter_of(choice) for choice in found]) == ""


def test_answers_to_voters_do_not_differ_by_what_they_chose(standing: Standing) -> None:
    vote = a_vote(standing, 8)
    Step.objects.filter(pk=vote.id).update(admits="token")
    path = f"/projects/{initiatives([vote.initiative_id])[vote.initiative_id].slug}/{vote.id}/vote/"
    codes = issue_codes(str(vote.id), 6, by=standing.alice)
    seen = set()
    for number, code in enumerate(codes):
        client = Client()
        session = client.session
        session["code"] = code_digest(code, "vote")
        session.save()
        picked = [str(idea) for idea in choice_of(number * 37 + 2).points]
        sent = client.post(f"{path}paper/", {"in": picked, "go": "send"})
        slip = client.get(sent["Location"])
        html = re.sub(r'value="[A-Za-z0-9]{64}"', "", slip.content.decode())
        by_chance = {"Set-Cookie", "X-Request-ID"}
        headers = sorted((name, value) for name, value in sent.items() if name not in by_chance)
        seen.add((sent.status_code, len(sent.content), str(headers), len(html), str(sorted(slip.headers))))
    assert len(seen) == 1
    assert not [
        key for row in Session.objects.all() for key in row.get_decoded() if key not in {"code", "slip"}
    ]


def test_voting_again_leaves_no_history(standing: Standing) -> None:
    vote = a_vote(standing, 8)
    cast(vote, choice_of(5), by=holder(1))
    before = Envelope.objects.get()
    cast(vote, choice_of(250), by=holder(1))
    after = Envelope.objects.get()
    assert before.pk == after.pk
    assert len(bytes(before.sealed)) == len(bytes(after.sealed))
    assert bytes(before.sealed) != bytes(after.sealed)
    assert Mark.objects.count() == Act.objects.filter(kind="voted").count() == 1


def test_a_mark_says_a_day_and_no_more(standing: Standing) -> None:
    vote = a_vote(standing, 8)
    with at(datetime.fromisoformat("2026-12-01T10:11:12+00:00")):
        cast(vote, choice_of(5), by=holder(1))
    mark = Mark.objects.get()
    assert str(mark.on) == "2026-12-01"
    assert mark.voter != holder(1).code


def test_the_length_of_a_page_on_which_a_paper_is_marked_is_noise(standing: Standing) -> None:
    vote = a_vote(standing, 8)
    Step.objects.filter(pk=vote.id).update(admits="token")
    path = f"/projects/{initiatives([vote.initiative_id])[vote.initiative_id].slug}/{vote.id}/vote/paper/"
    client = Client()
    session = client.session
    session["code"] = code_digest(issue_codes(str(vote.id), 1, by=standing.alice)[0], "vote")
    session.save()
    few, many = ({"in": picked, "go": "check"} for picked in (["1", "2"], ["1", "2", "3"]))
    lengths = [[len(client.post(path, sent).content) for _ in range(24)] for sent in (few, many)]
    assert all(max(one) - min(one) > 300 for one in lengths)
    assert min(lengths[1]) < max(lengths[0])
