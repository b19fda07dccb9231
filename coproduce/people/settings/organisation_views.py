"""Organisations and their seats: list, found, add a seat, fill it, empty it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from coproduce.core import BadInput, Refusal, Refused, actor_of, deed, require
from coproduce.people import showing
from coproduce.people.actions import found_organisation
from coproduce.people.rules import check_gives
from coproduce.people.seating import add_seat, fill_seat, vacate_seat
from coproduce.people.settings.forms import FillForm, FoundForm, SeatForm
from coproduce.people.settings.views import sent, setter

_MOST = 500


@deed("people.organisations", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def organisations(request: HttpRequest) -> HttpResponse:
    """All organisations; a new one."""
    setter(request)
    places = showing.organisations()
    form = FoundForm(sent(request), organisations=places)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = found_organisation(
                said["name"], said["kind"], parent_id=said["parent"], by=actor_of(request)
            )
        except BadInput as refused:
            form.take(refused)
        else:
            messages.success(request, f"{said['name']} is there.")
            return redirect("people:organisation", made)
    status = 422 if form.is_bound else 200
    return render(
        request, "people/settings/organisations.html", {"places": places, "form": form}, status=status
    )


@deed("people.organisation", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """One organisation, its people and its seats; add a seat."""
    place = _place(request, organisation_id)
    form = SeatForm(sent(request))
    if request.method == "POST":
        _require_own(request, place)
        if form.is_valid():
            add_seat(organisation_id, form.cleaned_data["title"], by=actor_of(request))
            messages.success(request, "The seat is there. It is empty.")
            return redirect("people:organisation", organisation_id)
    return _shown(request, place, form, None)


@deed("people.fill-seat", writes=True)
@require_POST
def fill(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Somebody holds a seat from today."""
    place = _place(request, organisation_id)
    _require_own(request, place)
    people, seats = _at(organisation_id)
    form = FillForm(request.POST, seats=seats, people=people)
    if form.is_valid():
        said = form.cleaned_data
        try:
            fill_seat(UUID(said["seat"]), UUID(said["person"]), said["how"], by=actor_of(request))
        except BadInput as refused:
            form.take(refused)
        else:
            messages.success(request, "The seat is filled from today.")
            return redirect("people:organisation", organisation_id)
    return _shown(request, place, SeatForm(), form)


@deed("people.vacate-seat", writes=True)
@require_POST
def vacate(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """A seat is empty from today."""
    place = _place(request, organisation_id)
    _require_own(request, place)
    held = {str(seat.tenure_id): seat.tenure_id for seat in showing.seats(organisation_id) if seat.tenure_id}
    tenure = held.get(request.POST.get("tenure", ""))
    if tenure is None:
        raise Refused(Refusal("people-ended-before", status=409))
    vacate_seat(tenure, by=actor_of(request))
    messages.success(request, "The seat is empty from today.")
    return redirect("people:organisation", organisation_id)


def _place(request: HttpRequest, organisation_id: UUID) -> showing.OrganisationRow:
    setter(request)
    found = showing.organisations([organisation_id])
    if not found:
        raise Refused(Refusal("not-found", status=404))
    return found[0]


def _require_own(request: HttpRequest, place: showing.OrganisationRow) -> None:
    mine = showing.duties_of(actor_of(request).person_id)
    require(check_gives(mine, "seat", place.id, agency=place.agency))


def _shown(
    request: HttpRequest, place: showing.OrganisationRow, form: SeatForm, filling: FillForm | None
) -> HttpResponse:
    people, seats = _at(place.id)
    context = {
        "here": place,
        "people": people,
        "seats": seats,
        "form": form,
        "filling": filling or FillForm(seats=seats, people=people),
        "faulty": filling or form,
    }
    bad = form.is_bound or filling is not None
    return render(request, "people/settings/organisation.html", context, status=422 if bad else 200)


def _at(organisation_id: UUID) -> tuple[list[showing.Colleague], list[showing.SeatRow]]:
    people = showing.told(showing.colleagues(organisation_id=organisation_id)[:_MOST])
    return people, showing.seats(organisation_id)
