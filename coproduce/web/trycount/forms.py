"""What a visitor fills in: the file, and how it is to be counted. Words here, no counting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from coproduce.ui.renderer import Form, ToldRadios
from coproduce.web.trycount.ways import COMPLETIONS, DEFAULT, RULES, STOPS, TIES, UTILITIES, Way

_MENDED = "Choose one of the ways that are listed"


def _choice(label: str, words: dict[str, tuple[str, str]], help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=[(value, name) for value, (name, _) in words.items()],
        widget=ToldRadios({value: told for value, (_, told) in words.items()}),
        error_messages={"required": _MENDED, "invalid_choice": _MENDED},
    )


class WayForm(Form):
    """How to count. Every choice has a default, so a form sent without any is complete."""

    rule = _choice("Which way of counting?", RULES)
    utility = _choice(
        "What is an idea worth to a voter who chose it?", UTILITIES, "Only equal shares asks this."
    )
    completion = _choice("What happens with money left over?", COMPLETIONS, "Only equal shares asks this.")
    stop = _choice("When do the shares stop growing?", STOPS, "Only where the shares grow.")
    ties = _choice("Who comes first where two ideas are level?", TIES)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", DEFAULT.to_plain())
        if data is not None:
            data = data.copy()
            for field, value in DEFAULT.to_plain().items():
                if field not in data:
                    data[field] = value
        super().__init__(data, **kwargs)

    def way(self) -> Way:
        """The way chosen; only after ``is_valid``."""
        return Way(**{name: self.cleaned_data[name] for name in DEFAULT.to_plain()})


class BringForm(WayForm):
    """A file, and how to count it."""

    field_order = ("file",)
    file = forms.FileField(
        label="Your election file",
        widget=forms.FileInput(attrs={"accept": ".pb,text/plain"}),
        allow_empty_file=True,
        max_length=200,
        error_messages={
            "required": "Choose an election file (its name ends in .pb)",
            "invalid": "Choose an election file (its name ends in .pb)",
            "missing": "Choose an election file (its name ends in .pb)",
            "max_length": "The file’s name is too long. Give it a name of up to 200 characters",
        },
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["file"].help_text = (
            f"A .pb file as Pabulib publishes them, up to {settings.COPRODUCE_UPLOAD_MB} MB. "
            "Counting takes a few seconds; for a very large vote up to half a minute."
        )

    def clean_file(self) -> UploadedFile:
        """The file, if it is not larger than the site takes."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.COPRODUCE_UPLOAD_MB * 1_000_000:
            raise forms.ValidationError(
                f"The file is larger than {settings.COPRODUCE_UPLOAD_MB} MB. Bring a smaller one, "
                "or count it on your own computer with the command"
            )
        return file
