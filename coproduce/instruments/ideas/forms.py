"""What somebody writes when she puts forward an idea, remarks on one, or takes one down."""

from __future__ import annotations

from typing import Any

from django import forms

from coproduce.catalogue.public import Role
from coproduce.instruments.ideas.rules import LONGEST_BODY, LONGEST_TITLE, Settings
from coproduce.proceedings.public import ItemDraft, ItemView
from coproduce.ui.renderer import Chips, Form


def topic_words(name: str) -> str:
    """A topic as people read it."""
    return name.replace("-", " ").capitalize()


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
    role = forms.ChoiceField(
        label="Today I’m here as…", required=False, choices=Role.choices, widget=Chips,
        help_text="You may leave this out. We only count how many of each.",
        error_messages={"invalid_choice": "Choose one of these, or none"},
    )  # fmt: skip

    def __init__(self, settings: Settings, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
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
            self.order_fields(["title", "body", "category", "role"])

    def draft(self) -> ItemDraft:
        """The idea as written; only after ``is_valid``."""
        found = self.cleaned_data
        return ItemDraft(found["title"].strip(), found["body"].strip(), category=found.get("category", ""))


class ReviseForm(IdeaForm):
    """The same idea in other words; ``seen`` is the version that its author had before her."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, settings: Settings, data: Any = None, *, item: ItemView, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {"title": item.title, "body": item.body, "category": item.category, "seen": item.version},
        )
        super().__init__(settings, data, **kwargs)
        del self.fields["role"]


class RemarkForm(Form):
    """A remark on an idea."""

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
