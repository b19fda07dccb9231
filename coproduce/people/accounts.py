"""The sign-in of a person: made when she first proves that an address is hers, gone when she is erased."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from coproduce.core import Actor
from coproduce.core.acting import acting
from coproduce.people.actions import enrol
from coproduce.people.models import Account, Profile


def open_account(email: str) -> Any:
    """The sign-in of whoever has just proved that this address is hers.

    Somebody whom a colleague enrolled under it keeps what she was given; anybody else is new here. Twice is once.
    """
    address = email.lower()
    try:
        return _user_of(address) or _opened(address)
    except IntegrityError:
        # Somebody pressed twice: the other press was first.
        return _user_of(address)


def _user_of(address: str) -> Any:
    known = EmailAddress.objects.filter(email=address, verified=True).first()
    return known.user if known else None


def _opened(address: str) -> Any:
    with transaction.atomic():
        user = get_user_model().objects.create(username=uuid4().hex, email=address)
        user.set_unusable_password()
        user.save(update_fields=["password"])
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
        account_of(user)
    return user


def is_invited(email: str) -> bool:
    """Whether a colleague has enrolled somebody under this address."""
    return Profile.objects.filter(email__iexact=email).exists()


def account_of(user: Any) -> UUID:
    """The person behind a sign-in; one that has none yet gets one."""
    found = Account.objects.filter(user=user).values_list("person_id", flat=True).first()
    if found:
        return found
    with transaction.atomic():
        profile = Profile.objects.filter(email__iexact=user.email, person__account__isnull=True).first()
        person = profile.person_id if profile and user.email else enrol(email=user.email, by=Actor())
        with acting("people.open-account", by=Actor(person_id=person), subject=f"people.person:{person}"):
            Account.objects.create(user=user, person_id=person)
    return person
