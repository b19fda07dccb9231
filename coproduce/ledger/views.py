"""Who put in what, and writing down what happened."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from coproduce.core import Actor, Refusal, Refused, actor_of, deed, require
from coproduce.ledger.actions.claiming import claim, confirm_claims, note, refuse_claims
from coproduce.ledger.actions.posting import post
from coproduce.ledger.forms import LastTimeForm, MineForm, RecordForm, last_time
from coproduce.ledger.granules import Quarter
from coproduce.ledger.queries import open_claims
from coproduce.ledger.rules import TEAM, check_claim, check_record
from coproduce.ledger.showing import as_csv, shown
from coproduce.ledger.statements import Told, statement_of_initiative, statement_of_service
from coproduce.ledger.words import amount, kind_name
from coproduce.people.public import display_names
from coproduce.register.public import (
    InitiativeView,
    ServiceView,
    StepView,
    duties,
    initiative_by_slug,
    service_by_slug,
    services_of,
    step_of,
)


@deed("ledger.see")
@require_safe
def of_initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """Who put in what into a joint project: the same page for residents, staff and councillors."""
    initiative, _, held = _here(request, slug)
    told = statement_of_initiative(initiative, **_asked(request))
    context = {
        "title": initiative.title, "kind": "Joint project", "lead": initiative.summary, "initiative": initiative,
        "team": bool(held & TEAM), "csv": reverse("ledger:initiative-table", args=[slug]),
    }  # fmt: skip
    return _page(request, told, context)


@deed("ledger.take")
@require_safe
def initiative_table(request: HttpRequest, slug: str) -> HttpResponse:
    """The same figures for a spreadsheet."""
    initiative, _, _ = _here(request, slug)
    return _csv(statement_of_initiative(initiative, **_asked(request)), slug)


@deed("ledger.see-service")
@require_safe
def of_service(request: HttpRequest, slug: str) -> HttpResponse:
    """Who put in what into a service, over all its joint projects."""
    service = _service(slug)
    told = statement_of_service(service, **_asked(request))
    context = {
        "title": service.name, "kind": "Service", "lead": service.summary, "service": service,
        "csv": reverse("ledger:service-table", args=[slug]),
    }  # fmt: skip
    return _page(request, told, context)


@deed("ledger.take-service")
@require_safe
def service_table(request: HttpRequest, slug: str) -> HttpResponse:
    """The same figures for a spreadsheet."""
    return _csv(statement_of_service(_service(slug), **_asked(request)), slug)


@deed("ledger.record", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down what happened, in half a minute: the same as last time with one press, or a short form."""
    initiative, actor, held = _here(request, slug)
    step = _stage(request, initiative)
    at = step.id if step else None
    if not held & TEAM:
        return _mine(request, initiative, actor, held)
    require(check_record(actor, held, closed=initiative.closed_at is not None))
    concerned = services_of([initiative.id])[initiative.id]
    before = last_time(initiative.id)
    again = LastTimeForm(request.POST or None, prefix="again") if before else None
    form = RecordForm(None, services=concerned, last=before)
    if request.method == "POST":
        if again is not None and before is not None and "again-key" in request.POST:
            if again.is_valid():
                return _written(request, initiative, actor, again.record(initiative.id, before.gifts, at))
        else:
            form = RecordForm(request.POST, services=concerned, last=before)
            if form.is_valid():
                return _written(
                    request, initiative, actor, form.record(initiative.id, at), form.cleaned_data["note"]
                )
    context = {
        "initiative": initiative, "form": form, "again": again, "last": before, "step": step,
        "last_lines": [(kind_name(one.kind), amount(one.quantity, one.currency or _unit(one.kind)), one.people)
                       for one in before.gifts] if before else [],
    }  # fmt: skip
    return render(request, "ledger/record.html", context, status=422 if request.method == "POST" else 200)


def _unit(kind: str) -> str:
    from coproduce.ledger.rules import KIND, unit_of

    return unit_of(KIND[kind], "")


def _written(
    request: HttpRequest, initiative: InitiativeView, actor: Actor, what: object, words: str = ""
) -> HttpResponse:
    made = post(what, by=actor)  # type: ignore[arg-type]
    if words and made.written:
        note(made.id, words, by=actor)
    messages.success(request, "It is written down. Thank you.")
    return redirect("ledger:initiative", slug=initiative.slug)


def _mine(
    request: HttpRequest, initiative: InitiativeView, actor: Actor, held: frozenset[str]
) -> HttpResponse:
    """Somebody not of the team writes down her own time; the team confirms it."""
    require(check_claim(actor, actor.person_id, held))
    if initiative.closed_at is not None:
        raise Refused(Refusal("initiative-closed", status=409))
    step = _stage(request, initiative)
    form = MineForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and actor.person_id:
        for new in form.claims(initiative.id, actor.person_id, step.id if step else None):
            claim(new, by=actor)
        messages.success(
            request, "It is written down. The team confirms it, then it stands among everyone’s part."
        )
        return redirect("ledger:initiative", slug=initiative.slug)
    context = {"initiative": initiative, "form": form, "step": step}
    return render(request, "ledger/mine.html", context, status=422 if form.is_bound else 200)


@deed("ledger.confirm", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest, slug: str) -> HttpResponse:
    """What people say they gave, to be confirmed in one go or turned down with a reason."""
    initiative, actor, held = _here(request, slug)
    if not held & TEAM:
        raise Refused(Refusal("ledger-team-only"))
    found = open_claims(initiative.id)
    problem = ""
    if request.method == "POST":
        chosen = [one.id for one in found if str(one.id) in request.POST.getlist("claim")]
        reason = request.POST.get("reason", "").strip()[:2_000]
        refusing = request.POST.get("do") == "refuse"
        if not chosen:
            problem = "Tick at least one."
        elif refusing and not reason:
            problem = "Say why not, so that the giver can understand it."
        else:
            if refusing:
                refuse_claims(chosen, reason, by=actor)
            else:
                confirm_claims(chosen, by=actor)
            messages.success(
                request, "Turned down, with your reason." if refusing else "Confirmed. It counts now."
            )
            return redirect("ledger:waiting", slug=slug)
    names = display_names([one.gift.person_id for one in found if one.gift.person_id])
    rows = [
        (one, names.get(one.gift.person_id, "") if one.gift.person_id else "", kind_name(one.gift.kind),
         amount(one.gift.quantity, one.gift.currency or _unit(one.gift.kind)), one.gift.person_id == actor.person_id)
        for one in found
    ]  # fmt: skip
    context = {"initiative": initiative, "rows": rows, "problem": problem}
    return render(request, "ledger/waiting.html", context, status=422 if problem else 200)


def _here(request: HttpRequest, slug: str) -> tuple[InitiativeView, Actor, frozenset[str]]:
    """The joint project, who asks, and her duties there; a draft is none of a stranger's business."""
    initiative, actor = initiative_by_slug(slug), actor_of(request)
    if initiative is None:
        raise Refused(Refusal("not-found", status=404))
    held = duties(actor.person_id, initiative.id)
    if initiative.visibility != "public" and not held:
        raise Refused(Refusal("not-found", status=404))
    return initiative, actor, held


def _stage(request: HttpRequest, initiative: InitiativeView) -> StepView | None:
    """The stage at which it was put in, where the address names one of this joint project."""
    try:
        return step_of(initiative.id, UUID(request.GET.get("stage", "")))
    except ValueError:
        return None


def _service(slug: str) -> ServiceView:
    found = service_by_slug(slug)
    if found is None:
        raise Refused(Refusal("not-found", status=404))
    return found


def _asked(request: HttpRequest) -> dict[str, Quarter | None]:
    """The quarters asked for; what is no quarter asks for all."""
    found: dict[str, Quarter | None] = {}
    for name, key in (("first", "from"), ("last", "to")):
        match = re.fullmatch(r"(20\d\d)-Q([1-4])", request.GET.get(key, ""))
        found[name] = Quarter(int(match[1]), int(match[2])) if match else None
    return found


def _page(request: HttpRequest, told: Told, context: dict[str, object]) -> HttpResponse:
    query = f"?from={told.period.first}&to={told.period.last}"
    here = {
        "told": told, "shown": shown(told), "query": query,
        "first": told.period.since, "last": told.period.last.last_day,
    }  # fmt: skip
    return render(request, "ledger/statement.html", {**context, **here})


def _csv(told: Told, slug: str) -> HttpResponse:
    response = HttpResponse("\ufeff" + as_csv(told.statement), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="who-put-in-what-{slug}.csv"'
    return response
