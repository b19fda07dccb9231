"""Django's own forms in the markup of the component base: a renderer and some ten templates, no package.

A template ``django/forms/widgets/text.html`` is looked for as
``forms/widgets/text.html`` first; what we do not restyle stays Django's. Labels
and hints are escaped, because agencies write their own questions.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.template.loader import select_template

from coproduce.engines.kernel import BadInput

_SUM = re.compile(r"(\d{1,11})(?:\.(\d{1,2}))?")


class Renderer(TemplatesSetting):
    """Renders every form of the site."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Ours where there is one, otherwise Django's."""
        return select_template([template_name.replace("django/forms/", "forms/", 1), template_name])


class Form(forms.Form):
    """A form of this site: errors are ours (not the browser's bubbles), ids stay put."""

    use_required_attribute = False
    error_css_class = "govuk-form-group--error"

    def take(self, refused: BadInput) -> None:
        """Put what an action found wrong beside the fields that it names; the rest on top."""
        for problem in refused.problems:
            name = problem.place.key if problem.place.key in self.fields else None
            self.add_error(name, problem.text)


class MoneyField(forms.CharField):
    """A sum as people write it (£1,200 or 1200.50), in minor units."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"})
        )
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> int | None:
        """The sum in minor units; None where it may be left out and was."""
        text = super().clean(value)
        if not text:
            return None
        found = _SUM.fullmatch(re.sub(r"[\s,£€$]", "", text))
        if not found:
            raise forms.ValidationError("Write a sum such as 1,200 or 1200.50")
        return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))

    def prepare_value(self, value: Any) -> Any:
        """Minor units as people write them; what was typed stays as it was."""
        if not isinstance(value, int):
            return value
        whole, rest = divmod(value, 100)
        return f"{whole:,}.{rest:02}" if rest else f"{whole:,}"


class ToldRadios(forms.RadioSelect):
    """Radios where each choice may carry a sentence that says what it means.

    ``hints`` maps a choice's value to its sentence.
    """

    hints: dict[str, str]

    def __init__(self, hints: dict[str, str] | None = None) -> None:
        self.hints = hints or {}
        super().__init__()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One choice, with its sentence."""
        return {**super().create_option(name, value, *args, **kwargs), "hint": self.hints.get(str(value), "")}


class Chips(forms.RadioSelect):
    """A few short choices in a row, such as "today I'm here as…"."""

    template_name = "forms/widgets/chips.html"
