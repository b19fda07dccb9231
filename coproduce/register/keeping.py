"""What this room holds of a person: the teams she was in, and which services she uses or cares at."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from coproduce.core import Actor, now
from coproduce.core.acting import acting
from coproduce.core.keeping import DataTable, Forgotten
from coproduce.core.models import Text
from coproduce.register.models import Outcome, OutcomeVoice, TeamMember, Tie


class Register:
    """The keeper of teams and ties."""

    def personal(self, person_id: UUID) -> Iterator[DataTable]:
        """Her teams, her services, and what she said should be different."""
        teams = TeamMember.objects.filter(person_id=person_id).order_by("pk")
        columns = ("initiative__title", "duty", "since", "until")
        yield DataTable("teams", columns, list(teams.values_list(*columns)))
        ties = Tie.objects.filter(person_id=person_id).order_by("pk")
        yield DataTable(
            "services", ("service__name", "role"), list(ties.values_list("service__name", "role"))
        )
        said = Outcome.objects.filter(proposed_by=person_id).order_by("pk")
        yield DataTable("outcomes", ("statement",), list(said.values_list("statement")))
        words = Text.objects.filter(pk__in=_words(person_id)).order_by("pk")
        yield DataTable("what you said of outcomes", ("text",), list(words.values_list("body")))

    def forget(self, person_id: UUID, *, by: Actor) -> Forgotten:
        """Take her out of teams and services; what she said should be different stays, without her."""
        with acting("register.forget", by=by, subject=f"people.person:{person_id}") as doing:
            erased = {
                "register.teammember": TeamMember.objects.filter(person_id=person_id).delete()[0],
                "register.tie": Tie.objects.filter(person_id=person_id).delete()[0],
                "register.outcome": Outcome.objects.filter(proposed_by=person_id).update(proposed_by=None),
                "core.text": Text.objects.filter(pk__in=_words(person_id), redacted_at=None).update(
                    body="", redacted_at=now()
                ),
            }
            doing.codes = erased
        return Forgotten(
            {name: count for name, count in erased.items() if count},
            (_STAYS,) if erased["register.outcome"] else (),
        )


_STAYS = "What you proposed should be different stays, because others work towards it. Nothing says that it was you."


def _words(person_id: UUID) -> list[UUID]:
    """Her texts on outcomes."""
    mine = OutcomeVoice.objects.filter(by_id=person_id, text__isnull=False)
    return list(mine.values_list("text_id", flat=True))
