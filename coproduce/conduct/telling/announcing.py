"""The one button, and what stands behind it: whom to tell, what has gone out, whom we could not reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from coproduce.conduct.telling.choosing import LETTER, REASONS, choose
from coproduce.conduct.telling.wording import Letter, letters
from coproduce.core import Actor, now
from coproduce.core.acting import acting
from coproduce.core.models import Outbox
from coproduce.decisions.public import (
    DecisionView,
    NoticeView,
    decisions_of_steps,
    note,
    note_how,
    note_told,
    notices_of,
)
from coproduce.people.public import contacts, display_names
from coproduce.proceedings.public import took_part
from coproduce.register.public import InitiativeView, steps_of

NOTICE = "notice"


@dataclass(frozen=True)
class Unreached:
    """Somebody whom we could not reach, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Telling:
    """How far the telling of one decision has come.

    Attributes:
        told: how many were told, by way.
        waiting: how many go out by themselves within minutes.
        letters: how many letters have to be printed and posted.
        untold: how many took part and are not noted yet: the button is for them.
        without_account: how many acts came without an account; those people look with their slip.
    """

    decision_id: UUID
    decided_on: date
    answers: int
    people: int
    told: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    letters: int = 0
    untold: int = 0
    unreached: tuple[Unreached, ...] = ()
    without_account: int = 0


def tell_everyone(initiative: InitiativeView, *, by: Actor) -> int:
    """Note everybody who took part and was not noted yet, and try those again who could not be reached.

    Returns how many are on their way now. Nobody is told twice of one decision.
    """
    found, people, _ = _taken(initiative)
    reach = contacts(people)
    number = 0
    with acting("conduct.tell-everyone", by=by, initiative_id=initiative.id) as doing:
        for decision in found:
            for one in note(decision.id, people):
                if one.sent_at is None and (not one.channel or one.problem):
                    number += _send_on(one, *choose(reach.get(one.person_id)))
        doing.subject = f"register.initiative:{initiative.id}"
        doing.codes = {"decisions": len(found), "people": len(people), "on_their_way": number}
    return number


def _send_on(one: NoticeView, channel: str, problem: str) -> int:
    moment = now()
    Outbox.objects.update_or_create(
        key=key_of(one),
        defaults={
            "person_id": one.person_id, "kind": NOTICE, "subject": f"decisions.notice:{one.id}", "channel": channel,
            "due_at": moment, "given_up_at": moment if problem else None, "last_problem": problem, "attempts": 0,
        },
    )  # fmt: skip
    note_how(one.id, channel, problem)
    return 0 if problem else 1


def key_of(one: NoticeView) -> str:
    """The key under which a person is told of a decision, once."""
    return f"{NOTICE}:{one.decision_id}:{one.person_id}"


def tellings(initiative: InitiativeView) -> list[Telling]:
    """How far the telling of each decision has come, the newest first."""
    found, people, loose = _taken(initiative)
    noted: dict[UUID, list[NoticeView]] = {one.id: [] for one in found}
    for notice in notices_of(list(noted)):
        noted[notice.decision_id].append(notice)
    names = display_names([one.person_id for rows in noted.values() for one in rows if one.problem])
    return [_telling(decision, noted[decision.id], people, names, loose) for decision in reversed(found)]


def _telling(
    decision: DecisionView,
    rows: Sequence[NoticeView],
    people: Collection[UUID],
    names: dict[UUID, str],
    loose: int,
) -> Telling:
    live = [one for one in rows if one.sent_at is None and not one.problem]
    lost = sorted((names.get(one.person_id, ""), one.problem) for one in rows if one.problem)
    return Telling(
        decision.id, decision.decided_on, len(decision.rulings), len(people),
        Counter(one.channel for one in rows if one.sent_at),
        sum(one.channel != LETTER for one in live), sum(one.channel == LETTER for one in live),
        len(set(people) - {one.person_id for one in rows}),
        tuple(Unreached(name or "Somebody who gave no name", REASONS.get(problem, problem)) for name, problem in lost),
        loose,
    )  # fmt: skip


def letters_to_post(initiative: InitiativeView) -> list[Letter]:
    """The letters that have to be printed and posted."""
    found, _, _ = _taken(initiative)
    rows = [
        one for one in notices_of([decision.id for decision in found])
        if one.channel == LETTER and one.sent_at is None and not one.problem
    ]  # fmt: skip
    return letters(rows, contacts({one.person_id for one in rows}))


def mark_posted(initiative: InitiativeView, ids: Collection[UUID], *, by: Actor) -> int:
    """These letters were posted. Returns how many had not been before."""
    ready = {one.notice_id: one for one in letters_to_post(initiative)}
    chosen = [ready[key] for key in ids if key in ready]
    moment = now()
    with acting("conduct.letters-posted", by=by, initiative_id=initiative.id) as doing:
        for one in chosen:
            note_told(one.notice_id, LETTER, moment)
        subjects = [f"decisions.notice:{one.notice_id}" for one in chosen]
        Outbox.objects.filter(kind=NOTICE, subject__in=subjects, sent_at__isnull=True).update(sent_at=moment)
        doing.subject = f"register.initiative:{initiative.id}"
        doing.codes = {"letters": len(chosen)}
    return len(chosen)


def _taken(initiative: InitiativeView) -> tuple[list[DecisionView], frozenset[UUID], int]:
    """The decisions of a joint project, oldest first; who took part; how many acts came without an account."""
    ids = [step.id for step in steps_of([initiative.id])[initiative.id]]
    found = [one for rows in decisions_of_steps(ids).values() for one in rows]
    people, loose = took_part(ids)
    # Whoever had herself erased is nobody whom we know.
    known = frozenset(contacts(people))
    return sorted(found, key=lambda one: (one.decided_on, one.id)), known, loose
