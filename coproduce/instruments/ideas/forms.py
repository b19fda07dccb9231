"""What somebody writes when she puts forward an idea, remarks on one, or takes one down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms

from coproduce.catalogue.public import AreaView, Role
from coproduce.core import BadInput
from coproduce.instruments.ideas.rules import LONGEST_BODY, LONGEST_PLACE, LONGEST_TITLE, Settings
from coproduce.proceedings.public import LARGEST_FILE, LONGEST_WORDS, ItemDraft, ItemView, NewPicture, remake
from coproduce.ui.renderer import Chips, Form

POINT = "Write two numbers with a comma, such as 51.4545, -2.5879"


def topic_words(name: str) -> str:
    """A topic as people read it."""
    return name.replace("-", " ").capitalize()


class PointField(forms.CharField):
    """A point as map pages give it: degrees north, then east. Cleaned to two numbers, or None."""

    def clean(self, value: Any) -> tuple[float, float] | None:
        """Both numbers, each within its range."""
        text = super().clean(value)
        if not text:
            return None
        match = re.fullmatch(
            r"(-?\d{1,2}(?:\.\d{1,12})?)[,;\s]+(-?\d{1,3}(?:\.\d{1,12})?)", text.strip(), re.ASCII
        )
        if not match or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
            raise forms.ValidationError(POINT)
        return round(float(match[1]), 6), round(float(match[2]), 6)


class IdeaForm(Form):
    """An idea: a name, some more, perhaps a topic; and what its author is here as today."""

    title = forms.CharField(
        label="Your idea in a few words",
        help_text=f"Up to {LONGEST_TITLE} characters. For example: lights on the park path.",
        max_length=LONGEST_TITLE,
        error_messages={
            "required": "Give your idea a name",
            "max_length": f"Shorten the name to at most {LONGEST_TITLE} characters",
        },
    )
    body = forms.CharField(
        label="What would it change, and for whom?",
        help_text="A sentence or two is enough. Leave out names and phone numbers: everyone can read this.",
        required=False,
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": f"Shorten the text to at most {LONGEST_BODY} characters"},
    )
    picture = forms.FileField(
        label="A picture, if you have one", required=False,
        help_text="Up to 10 MB. We make it small and take out where and when it was taken. No faces, please.",
        error_messages={"empty": "This file is empty", "invalid": "Choose a picture"},
    )  # fmt: skip
    picture_says = forms.CharField(
        label="What does the picture show?", required=False, max_length=LONGEST_WORDS,
        help_text="For those who cannot see it. Only if you add a picture.",
        error_messages={"max_length": f"Shorten this to at most {LONGEST_WORDS} characters"},
    )  # fmt: skip
    role = forms.ChoiceField(
        label="Today I’m here as…", required=False, choices=Role.choices, widget=Chips,
        help_text="You may leave this out. We only count how many of each.",
        error_messages={"invalid_choice": "Choose one of these, or none"},
    )  # fmt: skip

    def __init__(
        self,
        settings: Settings,
        data: Any = None,
        files: Any = None,
        *,
        areas: Sequence[AreaView] = (),
        roles: Sequence[tuple[str, str]] = Role.choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        role = self.fields["role"]
        if isinstance(role, forms.ChoiceField):
            role.choices = list(roles)
        self.made: NewPicture | None = None
        if not settings.pictures:
            del self.fields["picture"], self.fields["picture_says"]
        if settings.place != "none":
            self._ask_place(required=settings.place == "required")
        if areas:
            self.fields["area"] = forms.ChoiceField(
                label="Which part is it for?", required=False,
                choices=[("", "All of them, or not sure"), *((str(one.id), one.name) for one in areas)],
                error_messages={"invalid_choice": "Choose one of these parts"},
            )  # fmt: skip
        if settings.categories:
            self.fields["category"] = forms.ChoiceField(
                label="What is it about?",
                required=False,
                choices=[
                    ("", "Not sure"),
                    *((name, topic_words(name)) for name in settings.categories),
                ],
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Choose one of the topics"},
            )
        self.order_fields(
            ["title", "body", "category", "area", "place", "point", "picture", "picture_says", "role"]
        )

    def _ask_place(self, *, required: bool) -> None:
        self.fields["place"] = forms.CharField(
            label="Where is it?", required=False, max_length=LONGEST_PLACE,
            help_text="A street, a park or a building. For example: Harbour Road, by the bridge."
            + ("" if required else " You may leave this out."),
            error_messages={"max_length": f"Shorten the place to at most {LONGEST_PLACE} characters"},
        )  # fmt: skip
        self.fields["point"] = PointField(
            label="Its point on a map, if you know it", required=False, max_length=60,
            help_text="Two numbers, degrees north and east. For example: 51.4545, -2.5879.",
            error_messages={"max_length": POINT},
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The picture is made small here, before anything is written."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        brought = found.get("picture")
        if brought and "picture_says" in found:
            try:
                self.made = remake(brought.read(LARGEST_FILE + 1), found["picture_says"])
            except BadInput as refused:
                self.take(refused)
        return found

    def draft(self) -> ItemDraft:
        """The idea as written; only after ``is_valid``."""
        found = self.cleaned_data
        lat, lon = found.get("point") or (None, None)
        area = found.get("area")
        return ItemDraft(
            found["title"].strip(), found["body"].strip(), category=found.get("category", ""),
            area_id=UUID(area) if area else None, lat=lat, lon=lon,
        )  # fmt: skip

    @property
    def place(self) -> str:
        """Where it is, in words; only after ``is_valid``."""
        return str(self.cleaned_data.get("place", ""))


class ReviseForm(IdeaForm):
    """The same idea in other words; ``seen`` is the version that its author had before her."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, settings: Settings, data: Any = None, *, item: ItemView, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "title": item.title, "body": item.body, "category": item.category, "seen": item.version,
                "area": str(item.area_id or ""), "point": "" if item.lat is None else f"{item.lat}, {item.lon}",
            },
        )  # fmt: skip
        super().__init__(settings, data, **kwargs)
        self.item = item
        for name in ("role", "picture", "picture_says", "place"):
            self.fields.pop(name, None)

    def draft(self) -> ItemDraft:
        """The idea in its new words; its picture and its price stay."""
        said, before = super().draft(), self.item
        kept = {
            name: getattr(before, name)
            for name in ("picture", "cost_low", "cost_central", "cost_high", "currency")
        }
        if "area" not in self.fields:
            kept["area_id"] = before.area_id
        if "point" not in self.fields:
            kept |= {"lat": before.lat, "lon": before.lon}
        return replace(said, **kept)


class RemarkForm(Form):
    """A remark on an idea, or a reply to a remark (``parent``)."""

    parent = forms.UUIDField(required=False, widget=forms.HiddenInput)

    text = forms.CharField(
        label="What do you think of it?",
        help_text="Leave out names and phone numbers: everyone can read this.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Write something first",
            "max_length": "Shorten this to at most 2,000 characters",
        },
    )


class ModerateForm(Form):
    """What the team does with an idea, and why."""

    verdict = forms.ChoiceField(
        choices=[("show", "show"), ("hide", "hide"), ("put-back", "put back")],
        error_messages={"required": "Choose what to do", "invalid_choice": "Choose what to do"},
    )
    reason = forms.CharField(
        label="Why it is taken down",
        help_text="Whoever wrote it will read this.",
        required=False,
        max_length=1000,
        error_messages={"max_length": "Shorten this to at most 1,000 characters"},
    )

    def clean(self) -> dict[str, Any]:
        """Taking down needs its reason."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("verdict") == "hide" and not (found.get("reason") or "").strip():
            self.add_error("reason", "Say why it is taken down")
        return found


class WorryForm(Form):
    """What is worrying about an idea or a remark; ``remark`` says which."""

    remark = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label="What worries you?",
        help_text="Only the team reads this. We do not keep who you are.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Say in a few words what worries you",
            "max_length": "Shorten this to at most 2,000 characters",
        },
    )


class AnswerWorryForm(Form):
    """What was done about a worry."""

    answer = forms.CharField(
        label="What was done about it",
        max_length=1000,
        error_messages={
            "required": "Say what was done about it",
            "max_length": "Shorten this to at most 1,000 characters",
        },
    )
