"""Every change of who is who: persons, organisations, roles, codes, consent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from coproduce.catalogue.public import Role
from coproduce.core import Actor, BadInput, Place, Problem, Refusal, Refused, now, require
from coproduce.core.acting import acting
from coproduce.core.codes import code_digest, new_code
from coproduce.people.models import Consent, Duty, Organisation, Person, Profile, Standing, VotingCode
from coproduce.people.rules import SETTERS, check_ends_duty

LARGEST_BATCH = 200_000


def enrol(*, email: str = "", name: str = "", display_name: str = "", by: Actor) -> UUID:
    """Somebody new. A name is optional; an e-mail address belongs to one person.

    Raises:
        BadInput: where the address is somebody's already.
    """
    if email and Profile.objects.filter(email__iexact=email).exists():
        raise BadInput(
            [Problem(Place(key="email"), "This address is in use. Sign in with it", "people-email")]
        )
    with acting("people.enrol", by=by) as doing:
        person = Person.objects.create(since=now())
        contact = Profile.ContactBy.EMAIL if email else Profile.ContactBy.NONE
        Profile.objects.create(
            person=person, email=email, name=name, display_name=display_name, contact_by=contact
        )
        doing.subject = f"people.person:{person.pk}"
    return person.pk


def revise_profile(person_id: UUID, said: Mapping[str, Any], *, by: Actor) -> None:
    """What a person says of herself: name, how to be shown, how to be reached, language, needs."""
    with acting("people.revise-profile", by=by, subject=f"people.person:{person_id}") as doing:
        row = Profile.objects.select_for_update().get(person_id=person_id)
        for field, value in said.items():
            setattr(row, field, value)
        row.save(update_fields=list(said))
        doing.codes = {"fields": sorted(said)}


def found_organisation(name: str, kind: str, *, parent_id: UUID | None = None, by: Actor) -> UUID:
    """An agency, charity, provider, residents' group, committee or board."""
    if Organisation.objects.filter(name__iexact=name, parent_id=parent_id).exists():
        raise BadInput(
            [Problem(Place(key="name"), "There is one of this name already", "people-organisation")]
        )
    with acting("people.found", by=by) as doing:
        row = Organisation.objects.create(name=name, kind=kind, parent_id=parent_id)
        doing.subject, doing.codes = f"people.organisation:{row.pk}", {"kind": kind}
    return row.pk


def organisation_named(name: str, kind: str = Organisation.Kind.AGENCY, *, by: Actor) -> UUID:
    """The organisation of this name, founded (as an agency, unless another kind is said) where there is none yet."""
    row = Organisation.objects.filter(name__iexact=name, parent_id=None).first()
    return row.pk if row else found_organisation(name, kind, by=by)


def give_standing(
    person_id: UUID, role: Role, *, organisation_id: UUID | None = None, area_id: UUID | None = None,
    how: str = Standing.How.SELF, by: Actor,
) -> UUID:  # fmt: skip
    """That a person is something somewhere, from today; twice is once."""
    with acting("people.give-standing", by=by, subject=f"people.person:{person_id}") as doing:
        verified = by.person_id if how != Standing.How.SELF else None
        same = Q(person_id=person_id, role=role, until__isnull=True)
        same &= Q(organisation_id=organisation_id) & Q(area_id=area_id)
        row = Standing.objects.filter(same).first() or Standing.objects.create(
            person_id=person_id, role=role, organisation_id=organisation_id, area_id=area_id, since=now().date(),
            verified_how=how, verified_by=verified,
        )  # fmt: skip
        doing.codes = {"role": role, "how": how}
    return row.pk


def give_duty(person_id: UUID, organisation_id: UUID, kind: str, *, by: Actor) -> None:
    """What a person may do for an organisation on the platform itself; twice is once."""
    with acting("people.give-duty", by=by, subject=f"people.person:{person_id}") as doing:
        Duty.objects.get_or_create(
            person_id=person_id, organisation_id=organisation_id, kind=kind, until=None,
            defaults={"since": now().date()},
        )  # fmt: skip
        doing.codes = {"duty": kind}


def invite(
    email: str, what: str, *, name: str = "", organisation_id: UUID | None = None, area_id: UUID | None = None,
    by: Actor,
) -> UUID:  # fmt: skip
    """Somebody is to be something here, known by her e-mail address. Whoever holds the address becomes that person.

    ``what`` is a duty (``lead``) or a role (``staff``). Somebody who is here already is given it besides.

    Raises:
        BadInput: where a duty lacks its organisation.
    """
    if what in Duty.Kind.values and organisation_id is None:
        raise BadInput([Problem(Place(key="organisation"), "Say for which organisation", "people-invite")])
    with acting("people.invite", by=by) as doing:
        known = Profile.objects.filter(email__iexact=email, person__erased_on__isnull=True).first()
        person = known.person_id if known else enrol(email=email, name=name, display_name=name, by=by)
        give(person, what, organisation_id=organisation_id, area_id=area_id, by=by)
        doing.subject, doing.codes = f"people.person:{person}", {"what": what, "new": known is None}
    return person


def give(
    person_id: UUID, what: str, *, organisation_id: UUID | None = None, area_id: UUID | None = None, by: Actor
) -> None:
    """A duty or a role, confirmed by whoever gives it; twice is once."""
    if what in Duty.Kind.values and organisation_id:
        give_duty(person_id, organisation_id, what, by=by)
    else:
        give_standing(
            person_id,
            Role(what),
            organisation_id=organisation_id,
            area_id=area_id,
            how=Standing.How.STAFF,
            by=by,
        )


def end_held(held_id: UUID, *, by: Actor) -> None:
    """End a duty or a role from today. What began today is taken back altogether.

    Raises:
        Refused: where it has ended already, or nobody would be left to let people in.
    """
    with acting("people.end", by=by) as doing:
        row = (
            Duty.objects.select_for_update().filter(pk=held_id, until=None).first()
            or Standing.objects.select_for_update().filter(pk=held_id, until=None).first()
        )
        if row is None:
            raise Refused(Refusal("people-ended-before", status=409))
        if isinstance(row, Duty):
            others = Duty.objects.filter(kind__in=SETTERS, until=None).exclude(pk=row.pk)
            require(check_ends_duty(row.kind, others.values("person_id").distinct().count()))
        doing.subject = f"people.person:{row.person_id}"
        doing.codes = {"what": row.kind if isinstance(row, Duty) else row.role}
        if row.since >= now().date():
            row.delete()
        else:
            row.until = now().date()
            row.save(update_fields=["until"])


def end_duty(person_id: UUID, organisation_id: UUID, kind: str, *, by: Actor) -> None:
    """She no longer does this."""
    with acting("people.end-duty", by=by, subject=f"people.person:{person_id}") as doing:
        open_rows = Duty.objects.filter(
            person_id=person_id, organisation_id=organisation_id, kind=kind, until=None
        )
        open_rows.update(until=now().date())
        doing.codes = {"duty": kind}


def issue_codes(list_name: str, number: int, *, area_id: UUID | None = None, by: Actor) -> list[str]:
    """Voting codes to be printed on cards, for one list. They are shown this once: only digests are kept."""
    if not 1 <= number <= LARGEST_BATCH:
        text = f"Ask for at least 1 and at most {LARGEST_BATCH:,} codes at a time"
        raise BadInput([Problem(Place(key="number"), text, "people-codes")])
    with acting("people.issue-codes", by=by, subject=list_name) as doing:
        codes = [new_code() for _ in range(number)]
        VotingCode.objects.bulk_create(
            (
                VotingCode(
                    list_name=list_name,
                    code_hash=code_digest(code, "vote"),
                    area_id=area_id,
                    issued_on=now().date(),
                )
                for code in codes
            ),
            batch_size=2_000,
        )
        doing.codes = {"count": number}
    return codes


def void_code(code: str, reason: str, *, by: Actor) -> bool:
    """Call a code back, because its card was lost, say. False where there is no such code."""
    with acting("people.void-code", by=by) as doing:
        rows = VotingCode.objects.filter(code_hash=code_digest(code, "vote"), void_on__isnull=True)
        changed = rows.update(void_on=now().date(), void_reason=reason)
        doing.codes = {"reason": reason, "found": bool(changed)}
    return bool(changed)


def say(person_id: UUID, purpose: str, *, given: bool, wording_version: int, by: Actor) -> None:
    """A person agrees to something, or takes it back. The latest row counts; earlier ones stay."""
    with acting("people.consent", by=by, subject=f"people.person:{person_id}") as doing:
        Consent.objects.create(
            person_id=person_id, purpose=purpose, given=given, wording_version=wording_version, at=now(),
            channel=by.channel,
        )  # fmt: skip
        doing.codes = {"purpose": purpose, "given": given}
