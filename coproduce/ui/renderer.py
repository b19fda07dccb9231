"""Django's own forms in the markup of the component base: a renderer and some ten templates, no package.

A template ``django/forms/widgets/text.html`` is looked for as
``forms/widgets/text.html`` first; what we do not restyle stays Django's. Labels
and hints are escaped, because agencies write their own questions.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.template.loader import select_template


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
