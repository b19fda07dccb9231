"""What this room holds of a person, and erasing her: the stub stays, all that says who she is goes."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db.models import Q

from coproduce.core import Actor, now
from coproduce.core.acting import acting
from coproduce.core.keeping import DataTable, Forgotten
from coproduce.core.models import Outbox
from coproduce.people.models import (
    Account,
    Clearance,
    Consent,
    Duty,
    Interest,
    Person,
    Profile,
    Proxy,
    Standing,
    Tenure,
)
from coproduce.people.presence import PERSON

_TOLD = (
    "name", "display_name", "email", "phone", "address", "birth_year", "language", "contact_by", "needs",
)  # fmt: skip


class People:
    """The keeper of who is who."""

    def personal(self, person_id: UUID) -> Iterator[DataTable]:
        """Her profile, sign-in, roles, duties, seats, checks, consents and interests."""
        profile = Profile.objects.filter(person_id=person_id).values_list(*_TOLD)
        yield DataTable("profile", _TOLD, list(profile))
        yield _table(
            "sign-in", EmailAddress.objects.filter(user__account__person=person_id), "email", "verified"
        )
        yield _table(
            "standings",
            Standing.objects.filter(person_id=person_id),
            "role",
            "since",
            "until",
            "verified_how",
        )
        yield _table("duties", Duty.objects.filter(person_id=person_id), "kind", "since", "until")
        yield _table(
            "seats", Tenure.objects.filter(person_id=person_id), "seat__title", "since", "until", "how"
        )
        checks = Clearance.objects.filter(person_id=person_id)
        yield _table("checks", checks, "kind", "checked_on", "valid_until")
        consents = Consent.objects.filter(person_id=person_id)
        yield _table("consents", consents, "purpose", "given", "wording_version", "at")
        yield _table("interests", Interest.objects.filter(person_id=person_id), "kind", "words")

    def forget(self, person_id: UUID, *, by: Actor) -> Forgotten:
        """Delete her profile, account, checks, interests and proxies; end her roles. The stub stays, and seats held."""
        erased: dict[str, int] = {}
        with acting("people.forget", by=by, subject=f"people.person:{person_id}") as doing:
            today = now().date()
            erased["people.profile"] = Profile.objects.filter(person_id=person_id).delete()[0]
            users = list(Account.objects.filter(person_id=person_id).values_list("user_id", flat=True))
            erased["people.account"] = len(users)
            get_user_model().objects.filter(pk__in=users).delete()
            erased["people.session"] = _sign_out_everywhere(person_id)
            erased["core.outbox"] = Outbox.objects.filter(person_id=person_id).delete()[0]
            erased["people.clearance"] = Clearance.objects.filter(person_id=person_id).delete()[0]
            erased["people.interest"] = Interest.objects.filter(person_id=person_id).delete()[0]
            proxies = Proxy.objects.filter(Q(for_person_id=person_id) | Q(by_person_id=person_id))
            erased["people.proxy"] = proxies.delete()[0]
            erased["people.standing"] = Standing.objects.filter(person_id=person_id).delete()[0]
            erased["people.duty"] = Duty.objects.filter(person_id=person_id).delete()[0]
            Tenure.objects.filter(person_id=person_id, until__isnull=True).update(until=today)
            Person.objects.filter(pk=person_id, erased_on__isnull=True).update(erased_on=today)
            doing.codes = {"rows": sum(erased.values())}
        return Forgotten(
            {name: count for name, count in erased.items() if count},
            (
                "That somebody agreed to something, and when, stays without a name: we must be able to show it.",
                "That a seat was held, and until when, stays without a name.",
            ),
        )


def _sign_out_everywhere(person_id: UUID) -> int:
    """End every session of hers, on whatever machine: what was pending in it may hold her address."""
    gone = [row.pk for row in Session.objects.iterator() if row.get_decoded().get(PERSON) == str(person_id)]
    return int(Session.objects.filter(pk__in=gone).delete()[0])


def _table(name: str, rows: object, *columns: str) -> DataTable:
    return DataTable(name, columns, list(rows.order_by("pk").values_list(*columns)))  # type: ignore[attr-defined]
