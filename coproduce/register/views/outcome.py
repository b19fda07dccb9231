"""What should be different: the list, one with all that was said of it and how we would know, and saying something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduce.catalogue.public import Group, Role
from coproduce.core import BadInput, Limit, Refusal, Refused, actor_of, deed, require, spend
from coproduce.people.public import agency_duties, be_here_as
from coproduce.register import outcome_actions as actions
from coproduce.register.forms.outcome import (
    ContestForm,
    IndicatorForm,
    MeasureForm,
    OutcomeForm,
    RetireForm,
    RewordForm,
    SayingForm,
)
from coproduce.register.models import OutcomeVoice
from coproduce.register.outcome_queries import (
    IndicatorView,
    OutcomeView,
    indicators,
    initiatives_of_outcomes,
    outcome,
    outcomes,
    services_of_outcomes,
    voice_counts,
    voices,
)
from coproduce.register.rules import check_word, may_word
from coproduce.register.service_queries import all_services
from coproduce.register.views.service import keeps, require_keeper
from coproduce.register.words import measured, plain, since, stands
from coproduce.report.charts import Axis, Dot, Mark, dots
from coproduce.ui.templatetags.humanise import day

KIND = OutcomeVoice.Kind
_LIMIT = Limit("outcomes", 120, 3600)


@deed("register.list-outcomes")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Everything that should be different, with the services behind it and how far it has come."""
    found = outcomes()
    ids = [one.id for one in found]
    served, counts, known = services_of_outcomes(ids), voice_counts(ids), indicators(ids)
    rows = [
        {
            "outcome": one,
            "by": _who(one.proposed_role),
            "services": served[one.id],
            "agreed": counts[one.id].get(KIND.AGREED, 0),
            "contested": counts[one.id].get(KIND.CONTESTED, 0),
            "how": [since(indicator) for indicator in known[one.id][:1]],
        }
        for one in found
    ]
    return render(request, "register/outcome_list.html", {"rows": rows})


@deed("register.see-outcome")
@require_safe
def seen(request: HttpRequest, outcome_id: UUID) -> HttpResponse:
    """One outcome: its words and all other words, who does not agree, how we would know, what works towards it."""
    found = the_outcome(outcome_id)
    said = voices([found.id])[found.id]
    known = indicators([found.id])[found.id]
    actor = actor_of(request)
    duties = agency_duties(actor.person_id)
    context = {
        "outcome": found,
        "by": _who(found.proposed_role),
        "trail": [_voice(one) for one in reversed(said) if one.kind != KIND.AGREED],
        "agreed": sum(one.kind == KIND.AGREED for one in said),
        "services": services_of_outcomes([found.id])[found.id],
        "projects": [(one, stands(one)) for one in initiatives_of_outcomes([found.id])[found.id]],
        "indicators": [_indicator(one) for one in known],
        "keeps": keeps(request),
        "may_word": may_word(duties, proposed_by=found.proposed_by, person_id=actor.person_id),
        "form": SayingForm(initial={"role": actor.role}),
    }
    return render(request, "register/outcome.html", context)


def _who(role: str) -> str:
    words = str(Role(role).label) if role in Role.values else ""
    return f"somebody {words}" if words.startswith("with ") else words


def _voice(one: Any) -> dict[str, Any]:
    group = Group(one.group).label if one.group in Group.values else ""
    return {
        "id": one.id, "kind": one.kind, "group": group, "text": one.text, "on": one.at,
        "how": {"paper": "on paper", "phone": "by phone"}.get(one.channel, ""),
        "can_go": one.kind in {KIND.REWORDED, KIND.CONTESTED} and bool(one.text),
    }  # fmt: skip


def _indicator(one: IndicatorView) -> dict[str, Any]:
    rows = [
        Dot(
            f"{day(row.on)}{f', {Group(row.group).label.lower()}' if row.group else ''}", float(row.central),
            float(row.low), float(row.high), note=f"n = {row.n:,}" if row.n else "",
        )
        for row in one.measurements
    ]  # fmt: skip
    known = ((one.baseline, "Start"), (one.target, "Aim"))
    marks = [Mark(float(value), words) for value, words in known if value is not None]
    drawn = dots(one.name, rows, axis=Axis(label=one.unit), marks=marks) if rows else None
    table = [
        (
            day(row.on),
            Group(row.group).label if row.group else "All",
            measured(row, one.unit),
            row.n,
            row.source,
        )
        for row in one.measurements
    ]
    return {
        "name": one.name,
        "better": one.direction == "up",
        "sentence": since(one),
        "chart": mark_safe(drawn.svg) if drawn else "",  # noqa: S308 - the chart escapes all it is given
        "rows": table,
        "baseline": plain(one.baseline),
    }


@deed("register.propose-outcome", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def proposed(request: HttpRequest) -> HttpResponse:
    """Say what should be different. No account."""
    kept, offered = keeps(request), all_services()
    first = {"role": actor_of(request).role, "channel": "screen"}
    form = OutcomeForm(initial=first, keeps=kept, offered=offered)
    if request.method == "POST":
        require(spend(_LIMIT, request))
        form = OutcomeForm(request.POST, keeps=kept, offered=offered)
        if form.is_valid():
            _remember(request, form)
            statement = form.cleaned_data["statement"].strip()
            try:
                by = form.actor(actor_of(request))
                made = actions.propose_outcome(statement, service_ids=form.service_ids(), by=by)
            except BadInput as refused:
                form.take(refused)
            else:
                messages.success(
                    request, "Thank you. It is on the list, and others can agree with it or not."
                )
                return redirect("register:outcome", made)
    context = {
        "form": form, "heading": "What should be different?", "button": "Put it on the list",
        "lead": "It takes a minute. You need no account. Others can then agree, put it in other words, or say what is "
        "wrong with it.",
    }  # fmt: skip
    return _form(request, context)


@deed("register.reword", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def reworded(request: HttpRequest, outcome_id: UUID) -> HttpResponse:
    """Put it in other words."""
    return _saying(request, outcome_id, _REWORDING)


@deed("register.contest", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def contested(request: HttpRequest, outcome_id: UUID) -> HttpResponse:
    """Say that one does not agree."""
    return _saying(request, outcome_id, _CONTESTING)


@dataclass(frozen=True)
class _Saying:
    form: type[RewordForm | ContestForm]
    action: Callable[..., UUID]
    heading: str
    thanks: str


_REWORDING = _Saying(
    RewordForm, actions.reword, "How would you put it?", "Thank you. Your words stand beside the others."
)
_CONTESTING = _Saying(
    ContestForm, actions.contest, "I do not agree", "Thank you. What you said stands beside it."
)


def _saying(request: HttpRequest, outcome_id: UUID, saying: _Saying) -> HttpResponse:
    found = open_outcome(outcome_id)
    first = {"role": actor_of(request).role, "channel": "screen"}
    form = saying.form(initial=first, keeps=keeps(request))
    if request.method == "POST":
        require(spend(_LIMIT, request))
        form = saying.form(request.POST, keeps=keeps(request))
        if form.is_valid():
            _remember(request, form)
            by = form.actor(actor_of(request))
            saying.action(outcome_id, form.cleaned_data["words"].strip(), by=by)
            messages.success(request, saying.thanks)
            return redirect("register:outcome", outcome_id)
    return _form(request, {"form": form, "heading": saying.heading, "button": "Send", "outcome": found})


@deed("register.agree", writes=True)
@require_POST
def agreed(request: HttpRequest, outcome_id: UUID) -> HttpResponse:
    """Say that one agrees; somebody signed in is counted once."""
    open_outcome(outcome_id)
    require(spend(_LIMIT, request))
    form = SayingForm(request.POST)
    if form.is_valid():
        _remember(request, form)
    new = actions.agree(outcome_id, by=actor_of(request))
    messages.success(request, "Thank you. You are counted." if new else "You had said so before.")
    return redirect("register:outcome", outcome_id)


@deed("register.adopt-words", writes=True)
@require_POST
def adopted(request: HttpRequest, outcome_id: UUID, voice_id: UUID) -> HttpResponse:
    """Take over somebody's other words."""
    found = open_outcome(outcome_id)
    person = actor_of(request).person_id
    require(check_word(agency_duties(person), proposed_by=found.proposed_by, person_id=person))
    actions.adopt_words(outcome_id, voice_id, by=actor_of(request))
    messages.success(request, "These words stand now. The ones before stay in the list below.")
    return redirect("register:outcome", outcome_id)


@deed("register.take-down", writes=True)
@require_POST
def taken_down(request: HttpRequest, outcome_id: UUID, voice_id: UUID) -> HttpResponse:
    """Empty what somebody said, where it must not stand there."""
    require_keeper(request)
    the_outcome(outcome_id)
    actions.take_down_words(outcome_id, voice_id, by=actor_of(request))
    messages.success(request, "It is taken down. That something was said there stays.")
    return redirect("register:outcome", outcome_id)


@deed("register.retire-outcome", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def retired(request: HttpRequest, outcome_id: UUID) -> HttpResponse:
    """Take it off the list, with a reason."""
    require_keeper(request)
    found = open_outcome(outcome_id)
    form = RetireForm(request.POST or None)
    if form.is_valid():
        actions.retire_outcome(outcome_id, form.cleaned_data["reason"].strip(), by=actor_of(request))
        messages.success(request, "It is off the list. Its page stays.")
        return redirect("register:outcome", outcome_id)
    return _form(
        request, {"form": form, "heading": "Take it off the list", "button": "Take it off", "outcome": found}
    )


@deed("register.add-indicator", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def known_by(request: HttpRequest, outcome_id: UUID) -> HttpResponse:
    """Say how we would know."""
    require_keeper(request)
    found = open_outcome(outcome_id)
    form = IndicatorForm(request.POST or None)
    if form.is_valid():
        actions.add_indicator(outcome_id, form.said(), by=actor_of(request))
        messages.success(request, "It is written down.")
        return redirect("register:outcome", outcome_id)
    return _form(request, {"form": form, "heading": "How would we know?", "button": "Save", "outcome": found})


@deed("register.measure", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: HttpRequest, outcome_id: UUID) -> HttpResponse:
    """Write down what was measured."""
    require_keeper(request)
    found = open_outcome(outcome_id)
    form = MeasureForm(request.POST or None, indicators=indicators([found.id])[found.id])
    if form.is_valid():
        indicator, new = form.said()
        try:
            actions.measure(outcome_id, indicator, new, by=actor_of(request))
        except BadInput as refused:
            form.take(refused)
        else:
            messages.success(request, "It is written down.")
            return redirect("register:outcome", outcome_id)
    return _form(request, {"form": form, "heading": "What was measured?", "button": "Save", "outcome": found})


def _remember(request: HttpRequest, form: SayingForm) -> None:
    """What somebody says she is here as holds for what she does next, unless she enters it for another."""
    if (role := form.cleaned_data["role"]) and form.cleaned_data.get("channel", "screen") == "screen":
        be_here_as(request, role)


def _form(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "register/form.html", context, status=422 if context["form"].errors else 200)


def the_outcome(outcome_id: UUID) -> OutcomeView:
    """The outcome of this id, retired or not."""
    found = outcome(outcome_id)
    if found is None:
        raise Refused(Refusal("not-found", status=404))
    return found


def open_outcome(outcome_id: UUID) -> OutcomeView:
    """The outcome of this id, which is still on the list."""
    found = the_outcome(outcome_id)
    require(Refusal("register-retired", status=409) if found.retired_on else None)
    return found
