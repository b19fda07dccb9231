"""The gallery: every component once, with invented content, so that a change can be seen everywhere at a glance.

A test takes the list of component templates from the folder and fails where one
does not appear on this page.
"""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from coproduce.report import Bar, bars
from coproduce.ui.renderer import Chips, Form, ToldRadios
from coproduce.ui.values import Aloud, Card, Crumb, Fate, Part, Promise, Stage, Table

_ROLES = (("carer", "I’m a carer"), ("resident", "I live here"), ("staff", "I work for a service"))


class _Example(Form):
    as_ = forms.ChoiceField(label="Today I’m here as…", choices=_ROLES, widget=Chips, initial="carer")
    name = forms.CharField(
        label="What should we call you?", help_text="Any name. You may leave it empty.", required=False
    )
    reference = forms.CharField(
        label="Your reference",
        help_text="For example EM 4R7 K2",
        widget=forms.TextInput(attrs={"class": "cp-code govuk-input--width-10", "autocomplete": "off"}),
        error_messages={"required": "Type the reference from your slip or text"},
    )
    email = forms.EmailField(label="E-mail", required=False)
    day = forms.DateField(label="Which day?", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    people = forms.IntegerField(
        label="How many people?",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-10", "inputmode": "numeric"}),
        min_value=1,
        error_messages={"min_value": "Give the number of people, 1 or more"},
    )
    word = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    where = forms.ChoiceField(label="Where?", choices=(("m", "Millfield"), ("h", "Harbour")))
    how = forms.ChoiceField(
        label="How would you like to hear?",
        choices=(("text", "By text"), ("post", "By post")),
        widget=ToldRadios({"text": "Within a week", "post": "Within two weeks"}),
        error_messages={"required": "Choose how you would like to hear"},
    )
    need = forms.MultipleChoiceField(
        label="What would help you take part?",
        choices=(("read", "Easy Read"), ("fare", "Bus fare"), ("sign", "A sign language interpreter")),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    say = forms.CharField(label="Anything else?", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="A file", widget=forms.FileInput, help_text="Up to 16 MB.", required=False)


_PROMISE = Promise(
    power=4,
    lines=(
        ("What is fixed", "The pot is £60,000. Ideas must be for Millfield or Harbour."),
        ("What is open", "Which ideas get the money."),
        ("Who decides", "Everyone aged 8 or over who lives, works or studies there."),
        ("You hear by", "12 July 2026"),
        ("Are you paid?", "No. Bus fare to the hall is paid on the day."),
        ("What the council puts in", "£60,000, staff time, the hall, and printed votes for every home."),
    ),
)
_STAGES = (
    Stage("Ideas", ("April", "14 came in"), "done"),
    Stage("Vote: now", ("Until 27 June, 2 pm",), "now"),
    Stage("Answer", ("By 12 July",)),
    Stage("Check how it went", ("Spring 2027",)),
)
_FATES = (
    Fate(
        "Done",
        "go",
        "A map of what already happens",
        "Residents and staff found 34 things. All are on the map now.",
    ),
    Fate("In the vote", "wait", "A youth evening", "You can vote for it.", "#main", "See all ideas"),
    Fate("Not possible", "plain", "Move the bus stop", "It belongs to the bus company. We sent it on."),
    Fate(
        "9 days late", "owed", "Day-centre opening hours", "The manager of home support owes you an answer."
    ),
    Fate("Open", "open", "A rota for the garden", "Five people are on it so far."),
)
_CARDS = (
    Card(
        "Choose how to spend £60,000",
        "Eleven ideas for Millfield and Harbour.",
        "#main",
        "Vote with your card",
        (("Takes", "About 3 minutes"), ("Paid?", "No. Bus fare is paid"), ("You hear by", "12 July")),
        4,
    ),
    Card(
        "An hour a week with a neighbour",
        "Visit people who would like company.",
        "#main",
        "See who put in what",
        (("Takes", "About 1 hour a week"), ("Paid?", "No. Fares are paid")),
        3,
    ),
    Card(
        "Garden waste: should it cost £45?",
        "Tell us who it would hit.",
        "#main",
        "Say what you think",
        (("Takes", "5 minutes"), ("Open until", "30 June")),
        2,
    ),
)
_PARTS = (
    Part(
        "Residents",
        "residents",
        (("Ideas sent in", "14", ""), ("Time given", "54 hours", "9 people, in pairs")),
    ),
    Part(
        "Public",
        "public",
        (("For the ideas", "£60,000", ""), ("Staff time", "71 hours", "neighbourhoods team")),
    ),
    Part("Partners", "partner", (("Tenants’ Association", "22 hours", ""), ("Young People’s Forum", "", ""))),
)
_ALOUD = (
    Aloud(
        "Lights on the park path, £12,000",
        "Funded",
        "go",
        ("532 people chose it. Their shares paid for it: £22.56 each.",),
    ),
    Aloud(
        "Covered bike stands, £6,500",
        "Not funded",
        "plain",
        ("The shares its supporters had left came to £3,077.",),
    ),
)
_TABLE = Table(
    "Votes and money, both ways",
    ("Idea", "Votes", "Equal shares", "Simple count"),
    (("Play area", "704", "funded", "funded"), ("Youth evening", "609", "funded", "not funded")),
    (1, 2, 3),
    ("Money spent", "", "£58,400", "£59,900"),
)
_BARS = (Bar("Play area", 704), Bar("Youth evening", 609))
_CRUMBS = (Crumb("Home", "/"), Crumb("Open now", "#main"))


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, and the form both fresh and with faults."""
    context = {
        "form": _Example(),
        "faulty": _Example({"as_": "carer", "people": "0", "where": "m"}, auto_id="id_faulty_%s"),
        "promise": _PROMISE,
        "stages": _STAGES,
        "fates": _FATES,
        "cards": _CARDS,
        "parts": _PARTS,
        "aloud": _ALOUD,
        "table": _TABLE,
        "bars": mark_safe(bars("Votes for each idea", _BARS).svg),  # noqa: S308 - the drawing escapes what it is given
        "crumbs": _CRUMBS,
        "page": Paginator(range(200), 10).page(7),
    }
    return render(request, "ui/gallery.html", context)
