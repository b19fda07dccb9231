"""Closed books, for everyone: the chain of digests, by which anyone can see whether a period still is what it was.

A digest covers every column of every row of its period, and the digest of the period before. Whoever noted one down, or
printed it, can hold us to it: the book cannot be changed behind it without all later digests being others.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coproduce.core import deed
from coproduce.ledger.models import PeriodLock


@dataclass(frozen=True)
class ClosedPeriod:
    """A period whose books are closed: through which day, closed on which, its digest and the one before."""

    through: date
    closed_on: date
    digest: str
    before: str


def closed_periods() -> list[ClosedPeriod]:
    """Every closed period, oldest first."""
    found: list[ClosedPeriod] = []
    for row in PeriodLock.objects.order_by("through"):
        before = found[-1].digest if found else ""
        found.append(ClosedPeriod(row.through, row.at.date(), row.digest, before))
    return found


@deed("ledger.closed")
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """The closed periods with their digests, newest first."""
    return render(request, "ledger/closed.html", {"periods": closed_periods()[::-1]})


@deed("ledger.digests")
@require_safe
def digests(request: HttpRequest) -> HttpResponse:
    """The same for programs, oldest first."""
    del request
    periods = [asdict(one) for one in closed_periods()]
    return JsonResponse({"digest": "SHA-256 of the period before, the day, and the rows", "periods": periods})
