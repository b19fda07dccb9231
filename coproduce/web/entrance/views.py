"""The door: a voting code from a card, signing in and out. Nobody needs an account to vote or to find an answer."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.core import Limit, Refusal, Refused, actor_of, deed, require, spend
from coproduce.core.codes import code_digest
from coproduce.people.public import (
    AddressForm,
    demo_persons,
    display_names,
    hold_code,
    list_of_code,
    put_code_away,
)
from coproduce.people.public import sign_in as come_in
from coproduce.people.public import sign_out as go_out
from coproduce.register.public import initiatives, steps
from coproduce.web.entrance.forms import CodeForm

_CODES = Limit("vote-code", 60, 3600)
_SIGNER = signing.TimestampSigner(salt="coproduce.demo")
_DEMO_ROLES = {
    "lead": ("Co-production lead", "manager"),
    "frontline": ("Frontline worker", "staff"),
    "resident": ("Person who lives here", "resident"),
    "carer": ("Carer", "carer"),
    "group": ("With a community group", "provider"),
    "councillor": ("Councillor", "councillor"),
    "evaluator": ("Evaluator", ""),
}


@deed("entrance.code", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Put a voting code on the table; go to the vote for which its card was printed."""
    if request.method != "POST":
        return render(request, "entrance/code.html", {"form": CodeForm()})
    require(spend(_CODES, request))
    form = CodeForm(request.POST)
    if form.is_valid():
        found = code_digest(form.cleaned_data["code"], "vote")
        link = _vote_of(list_of_code(found))
        if link:
            hold_code(request, found)
            return redirect(link)
        form.add_error("code", "We do not know this code. Check it against your card, letter by letter")
    return render(request, "entrance/code.html", {"form": form}, status=422)


@deed("entrance.put-away", writes=True)
@require_POST
def away(request: HttpRequest) -> HttpResponse:
    """Put the code away: for a screen that the next person uses."""
    put_code_away(request)
    messages.success(request, "The code is put away. The next person can begin.")
    return redirect("entrance:code")


@deed("entrance.sign-in")
@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Who is signed in; in a demo, the invented persons, one click each."""
    actor = actor_of(request)
    name = display_names([actor.person_id])[actor.person_id] if actor.person_id else ""
    context = {"name": name, "known": actor.person_id, "persons": _persons(), "form": AddressForm()}
    return render(request, "entrance/sign_in.html", context)


@deed("entrance.demo", writes=True)
@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """Sign in as an invented person. Where this is no demo there is no such page."""
    if not settings.COPRODUCE_DEMO:
        raise Refused(Refusal("not-found", status=404))
    try:
        key = UUID(_SIGNER.unsign(request.POST.get("who", ""), max_age=24 * 3600))
    except (signing.BadSignature, ValueError):
        raise Refused(Refusal("form-expired")) from None
    words = {person: word for person, _, word in demo_persons()}
    if key not in words:
        raise Refused(Refusal("not-found", status=404))
    come_in(request, key, role=_DEMO_ROLES.get(words[key], ("", ""))[1])
    messages.success(request, f"You are signed in as {display_names([key])[key]}, an invented person.")
    return redirect("projects:list")


@deed("entrance.sign-out", writes=True)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Nothing of whoever sat here is left in this browser."""
    go_out(request)
    return redirect("home")


def _persons() -> list[dict[str, str]]:
    if not settings.COPRODUCE_DEMO:
        return []
    return [
        {"who": _SIGNER.sign(str(key)), "name": shown, "is": _DEMO_ROLES.get(word, ("", ""))[0]}
        for key, shown, word in demo_persons()
    ]


def _vote_of(list_name: str) -> str:
    """The address of the vote whose cards were printed for this list; empty where there is none."""
    try:
        step = steps([UUID(list_name)]).get(UUID(list_name))
    except ValueError:
        return ""
    if step is None or step.instrument != "ballot":
        return ""
    return reverse("ballot:front", args=[initiatives([step.initiative_id])[step.initiative_id].slug, step.id])
