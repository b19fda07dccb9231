"""Every change of what should be different. Anyone may propose, reword, contest or agree; nothing said is lost.

Other words stand beside the statement. Taking them over changes the statement and keeps the old one in its trail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from coproduce.catalogue.public import GROUP_OF_ROLE
from coproduce.core import Actor, BadInput, Place, Problem, Refusal, Refused, now, require
from coproduce.core.acting import acting, signature
from coproduce.core.models import Text
from coproduce.register.models import Indicator, Measurement, Outcome, OutcomeVoice, ServiceOutcome

KIND = OutcomeVoice.Kind
LONGEST = 300


@dataclass(frozen=True)
class NewIndicator:
    """How we would know: what is counted, in which unit, which way is better, where we started, where we want to be."""

    name: str
    unit: str
    direction: str
    baseline: Decimal | None = None
    target: Decimal | None = None
    target_on: date | None = None


@dataclass(frozen=True)
class NewMeasurement:
    """A figure with its range and its source. Where nobody knows the range, low and high are the figure."""

    on: date
    low: Decimal
    central: Decimal
    high: Decimal
    source: str
    group: str = ""
    n: int | None = None
    supersedes: UUID | None = None


def propose_outcome(
    statement: str, *, service_ids: Iterable[UUID] = (), area_id: UUID | None = None, by: Actor
) -> UUID:
    """Say what should be different.

    Raises:
        BadInput: where it stands there in the same words.
    """
    if Outcome.objects.filter(statement__iexact=statement, retired_on=None).exists():
        raise BadInput([_problem("statement", "This is on the list already. Agree with it there")])
    with acting("register.propose-outcome", by=by) as doing:
        row = Outcome.objects.create(
            statement=statement, proposed_at=now(), proposed_by=by.person_id, proposed_role=by.role, area_id=area_id
        )  # fmt: skip
        ServiceOutcome.objects.bulk_create(
            ServiceOutcome(outcome=row, service_id=key) for key in sorted(set(service_ids))
        )
        _say(row, KIND.PROPOSED, statement, by)
        doing.subject = f"register.outcome:{row.pk}"
    return row.pk


def reword(outcome_id: UUID, words: str, *, by: Actor) -> UUID:
    """Put it in other words, which stand beside it for everybody to read."""
    with acting("register.reword", by=by) as doing:
        row = _open(outcome_id)
        voice = _say(row, KIND.REWORDED, words, by)
        doing.subject = f"register.outcome:{row.pk}"
    return voice.pk


def contest(outcome_id: UUID, why: str, *, by: Actor) -> UUID:
    """Say that one does not agree, and why."""
    with acting("register.contest", by=by) as doing:
        row = _open(outcome_id)
        voice = _say(row, KIND.CONTESTED, why, by)
        doing.subject = f"register.outcome:{row.pk}"
    return voice.pk


def agree(outcome_id: UUID, *, by: Actor) -> bool:
    """Say that one agrees. False where she had said so before."""
    with acting("register.agree", by=by) as doing:
        row = _open(outcome_id)
        doing.subject = f"register.outcome:{row.pk}"
        own = OutcomeVoice.objects.filter(outcome=row, kind=KIND.AGREED, by_id=by.person_id)
        if by.person_id and own.exists():
            return False
        _say(row, KIND.AGREED, "", by)
    return True


def adopt_words(outcome_id: UUID, voice_id: UUID, *, by: Actor) -> None:
    """Take over somebody's other words as the statement. The one before stays in the trail."""
    with acting("register.adopt-words", by=by) as doing:
        row = _open(outcome_id)
        voice = OutcomeVoice.objects.filter(pk=voice_id, outcome=row, kind=KIND.REWORDED).first()
        words = _words(voice) if voice else ""
        if not words:
            raise Refused(Refusal("not-found", status=404))
        row.statement = words[:LONGEST]
        row.save(update_fields=["statement"])
        _say(row, KIND.ADOPTED, row.statement, by)
        doing.subject, doing.codes = f"register.outcome:{row.pk}", {"voice": str(voice_id)}


def retire_outcome(outcome_id: UUID, reason: str, *, by: Actor) -> None:
    """Take it off the list, with a reason that everybody can read. Its page stays."""
    with acting("register.retire-outcome", by=by) as doing:
        row = _open(outcome_id)
        row.retired_on = now().date()
        row.save(update_fields=["retired_on"])
        _say(row, KIND.RETIRED, reason, by)
        doing.subject = f"register.outcome:{row.pk}"


def take_down_words(outcome_id: UUID, voice_id: UUID, *, by: Actor) -> None:
    """Empty what somebody said, where it must not stand there. That something was said stays."""
    with acting("register.take-down", by=by) as doing:
        voice = OutcomeVoice.objects.filter(pk=voice_id, outcome_id=outcome_id).exclude(text=None).first()
        if voice is None or voice.kind in {KIND.PROPOSED, KIND.ADOPTED}:
            raise Refused(Refusal("not-found", status=404))
        Text.objects.filter(pk__in=[voice.text_id]).update(body="", redacted_at=now())
        doing.subject, doing.codes = f"register.outcome:{outcome_id}", {"voice": str(voice_id)}


def add_indicator(outcome_id: UUID, new: NewIndicator, *, by: Actor) -> UUID:
    """Say how we would know that it is nearer."""
    with acting("register.add-indicator", by=by) as doing:
        row = _open(outcome_id)
        made = Indicator.objects.create(
            outcome=row, name=new.name, unit=new.unit, direction=new.direction, baseline=new.baseline,
            target=new.target, target_on=new.target_on,
        )  # fmt: skip
        doing.subject, doing.codes = f"register.outcome:{row.pk}", {"indicator": str(made.pk)}
    return made.pk


def measure(outcome_id: UUID, indicator_id: UUID, new: NewMeasurement, *, by: Actor) -> UUID:
    """Write down what was measured. A correction names the figure it corrects; both stay.

    Raises:
        BadInput: where the range does not hold the figure, or the figure is there already.
    """
    found: list[Problem] = []
    if not new.low <= new.central <= new.high:
        found.append(_problem("low", "The range goes from low to high, with the figure in between"))
    if new.on > now().date():
        found.append(_problem("on", "This day has not come yet"))
    same = Measurement.objects.filter(
        indicator_id=indicator_id, on=new.on, group=new.group, source=new.source, superseded_by__isnull=True
    )
    if set(same.values_list("pk", flat=True)) - {new.supersedes}:
        found.append(_problem("on", "This figure is written down already: same day, same group, same source"))
    if found:
        raise BadInput(found)
    with acting("register.measure", by=by, subject=f"register.outcome:{outcome_id}") as doing:
        row = Indicator.objects.select_for_update().filter(pk=indicator_id, outcome_id=outcome_id).first()
        if row is None:
            raise Refused(Refusal("not-found", status=404))
        made = Measurement.objects.create(
            indicator=row, on=new.on, group=new.group, low=new.low, central=new.central, high=new.high, n=new.n,
            source=new.source, supersedes_id=new.supersedes, **signature(by),
        )  # fmt: skip
        doing.codes = {"indicator": str(indicator_id), "measurement": str(made.pk)}
    return made.pk


def _open(outcome_id: UUID) -> Outcome:
    row = Outcome.objects.select_for_update().filter(pk=outcome_id).first()
    if row is None:
        raise Refused(Refusal("not-found", status=404))
    require(Refusal("register-retired", status=409) if row.retired_on else None)
    return row


def _words(voice: OutcomeVoice) -> str:
    return Text.objects.filter(pk__in=[voice.text_id]).values_list("body", flat=True).first() or ""


def _say(row: Outcome, kind: str, words: str, by: Actor) -> OutcomeVoice:
    text = Text.objects.create(body=words) if words else None
    group = GROUP_OF_ROLE.get(by.role, "")
    return OutcomeVoice.objects.create(outcome=row, kind=kind, group=group, text=text, **signature(by))


def _problem(key: str, text: str) -> Problem:
    return Problem(Place(key=key), text, "register-outcome")
