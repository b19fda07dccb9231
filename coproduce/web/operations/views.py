"""The page of operations: last backup, last turn of the worker, the outbox, closed books. It names nobody."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coproduce import __version__
from coproduce.conduct.public import TROUBLES
from coproduce.core import Refusal, Refused, actor_of, deed, now
from coproduce.core.database_role import is_owner
from coproduce.core.heartbeat import last_turn
from coproduce.core.wellbeing import look_after
from coproduce.ledger.public import closed_periods
from coproduce.people.public import agency_duties
from coproduce.web.operations.queries import last_backup, posts, troubles

_OLD_BACKUP = timedelta(days=2)
_DATABASES = {"sqlite": "SQLite, one machine", "postgresql": "PostgreSQL"}


@deed("operations.read")
@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """How the site is doing. For administrators."""
    if "administrator" not in agency_duties(actor_of(request).person_id):
        raise Refused(Refusal("administrators-only"))
    backup = last_backup()
    context = {
        "health": look_after(settings.DATA),
        "version": __version__,
        "database": _DATABASES.get(connection.vendor, connection.vendor),
        "owner": connection.vendor == "postgresql" and is_owner(connection),
        "turned": last_turn(),
        "backup": backup,
        "old": backup is None or now() - backup.at > _OLD_BACKUP,
        "posts": posts(),
        "troubles": [(TROUBLES.get(code, code), number) for code, number in troubles()],
        "closed": closed_periods()[-1:],
    }
    return render(request, "operations/operations.html", context)
