"""Who is what here: list, invite, give, end. Each page asks the rule; each press is one action."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.core import BadInput, Refusal, Refused, actor_of, deed, require
from coproduce.people import showing
from coproduce.people.actions import end_held, give, invite
from coproduce.people.models import Duty
from coproduce.people.rules import Held, check_gives, check_sets_up
from coproduce.people.settings.forms import GiveForm, InviteForm

_PAGE = 50
_MOST_WORDS = 80
_log = logging.getLogger("coproduce.people")


def setter(request: HttpRequest) -> frozenset[Held]:
    """The duties of whoever asks, who may set up people and organisations; a refusal for anybody else."""
    mine = showing.duties_of(actor_of(request).person_id)
    require(check_sets_up(mine))
    return mine


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


@deed("people.list")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who was given something."""
    setter(request)
    words = request.GET.get("words", "").replace("\0", "").strip()[:_MOST_WORDS]
    page = Paginator(showing.colleagues(words=words), _PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "people": showing.told(page.object_list), "words": words}
    return render(request, "people/settings/people.html", context)


@deed("people.invite", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest) -> HttpResponse:
    """Invite a colleague or partner by e-mail."""
    mine = setter(request)
    places = showing.organisations()
    form = InviteForm(sent(request), organisations=places, duties=_may_give(mine))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        _require_gives(mine, said["what"], said["organisation"], places)
        try:
            person = invite(
                said["email"], said["what"], name=said["name"], organisation_id=said["organisation"],
                by=actor_of(request),
            )  # fmt: skip
        except BadInput as refused:
            form.take(refused)
        else:
            _write_to(request, said["email"])
            return redirect("people:person", person)
    status = 422 if form.is_bound else 200
    return render(request, "people/settings/invite.html", {"form": form, "places": places}, status=status)


@deed("people.person", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What one person is here; give her something more."""
    mine = setter(request)
    found = _colleague(person_id)
    places = showing.organisations()
    form = GiveForm(sent(request), organisations=places, duties=_may_give(mine))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        _require_gives(mine, said["what"], said["organisation"], places)
        give(person_id, said["what"], organisation_id=said["organisation"], by=actor_of(request))
        messages.success(request, "Given.")
        return redirect("people:person", person_id)
    context: dict[str, Any] = {
        "person": found,
        "form": form,
        "now": [
            (one, check_gives(mine, one.what, one.organisation_id, agency=one.agency) is None)
            for one in found.holds
            if not one.until
        ],
        "before": [one for one in found.holds if one.until],
        "own": person_id == actor_of(request).person_id,
    }
    return render(request, "people/settings/person.html", context, status=422 if form.is_bound else 200)


@deed("people.end", writes=True)
@require_POST
def end(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """End one thing that a person is here."""
    mine = setter(request)
    _colleague(person_id)
    try:
        held = showing.holding(UUID(request.POST.get("held", "")), person_id)
    except ValueError:
        held = None
    if held is None:
        raise Refused(Refusal("people-ended-before", status=409))
    require(check_gives(mine, held.what, held.organisation_id, agency=held.agency))
    end_held(held.id, by=actor_of(request))
    messages.success(request, "Ended from today.")
    return redirect("people:person" if showing.colleague(person_id) else "people:people", *_still(person_id))


def _still(person_id: UUID) -> list[UUID]:
    return [person_id] if showing.colleague(person_id) else []


def _colleague(person_id: UUID) -> showing.Colleague:
    found = showing.colleague(person_id)
    if found is None:
        raise Refused(Refusal("not-found", status=404))
    return found


def _may_give(mine: frozenset[Held]) -> list[str]:
    above = any(kind == Duty.Kind.ADMINISTRATOR for kind, _ in mine)
    return [kind for kind in Duty.Kind.values if above or kind != Duty.Kind.ADMINISTRATOR]


def _require_gives(
    mine: frozenset[Held], what: str, organisation_id: UUID | None, places: list[showing.OrganisationRow]
) -> None:
    agency = any(one.id == organisation_id and one.agency for one in places)
    require(check_gives(mine, what, organisation_id, agency=agency))


def _write_to(request: HttpRequest, email: str) -> None:
    """Send the invitation; where that fails, say so: she can sign in all the same."""
    link = request.build_absolute_uri(reverse("account_login"))
    letter = render_to_string("people/letters/invitation.txt", {"link": link, "host": request.get_host()})
    try:
        send_mail("You are invited to take part", str(letter), None, [email])
    except OSError:
        _log.exception("an invitation could not be sent")
        text = (
            f"{email} is invited, but we could not send the letter. Tell them to sign in with this address."
        )
        messages.error(request, text)
    else:
        messages.success(request, f"{email} is invited. A letter is on its way.")
