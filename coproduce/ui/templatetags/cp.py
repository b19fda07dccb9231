"""``{% load cp %}``: one tag for each component, drawn from the values in ``coproduce.ui.values``.

Tags that wrap something end with ``end…``: ``{% panel "Title" %}…{% endpanel %}``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from coproduce.ui.values import POWERS, TONES, Aloud, Card, Crumb, Fate, Part, Promise, Stage, Table

register = template.Library()

_BARS = ((1, 18, 5), (10, 14, 9), (19, 10, 13), (28, 6, 17), (37, 2, 21))


@register.inclusion_tag("ui/components/power.html")
def power(level: int, words: str = "") -> dict[str, Any]:
    """Five rising bars, ``level`` of them filled, and the words."""
    if not 1 <= level <= len(POWERS):
        raise ValueError(f"power goes from 1 to {len(POWERS)}, not {level}")
    bars = [{"x": x, "y": y, "height": height, "on": at < level} for at, (x, y, height) in enumerate(_BARS)]
    return {"bars": bars, "words": words or POWERS[level - 1]}


@register.inclusion_tag("ui/components/promise.html")
def promise(value: Promise) -> dict[str, Any]:
    """The promise label."""
    return {"promise": value, "powers": list(enumerate(POWERS, start=1))}


@register.inclusion_tag("ui/components/stages.html")
def stages(values: Sequence[Stage]) -> dict[str, Any]:
    """Beads on a thread: solid behind us, dotted ahead."""
    return {"stages": values}


@register.inclusion_tag("ui/components/tag.html")
def tag(word: str, tone: str = "plain") -> dict[str, Any]:
    """A word, a shape, then a colour."""
    if tone not in TONES:
        raise ValueError(f"a tag's tone is one of {', '.join(TONES)}, not {tone!r}")
    return {"word": word, "tone": tone}


@register.inclusion_tag("ui/components/fates.html")
def fates(values: Sequence[Fate]) -> dict[str, Any]:
    """What happened to each."""
    return {"fates": values}


@register.inclusion_tag("ui/components/cards.html")
def cards(values: Sequence[Card]) -> dict[str, Any]:
    """What is open now, side by side."""
    return {"cards": values}


@register.inclusion_tag("ui/components/parts.html")
def parts(values: Sequence[Part]) -> dict[str, Any]:
    """Everyone's part."""
    return {"parts": values}


@register.inclusion_tag("ui/components/aloud.html")
def aloud(values: Sequence[Aloud]) -> dict[str, Any]:
    """A result as it is read aloud in a hall."""
    return {"entries": values}


@register.inclusion_tag("ui/components/table.html")
def table(value: Table, *, stack: bool = False) -> dict[str, Any]:
    """A table that scrolls in its own frame, or (``stack``) becomes a list on a phone."""
    rows = [
        [
            {"text": cell, "head": value.heads[at], "figure": at in value.figures}
            for at, cell in enumerate(row)
        ]
        for row in value.rows
    ]
    heads = [{"text": head, "figure": at in value.figures} for at, head in enumerate(value.heads)]
    foot = [{"text": cell, "figure": at in value.figures} for at, cell in enumerate(value.foot)]
    return {"table": value, "heads": heads, "rows": rows, "foot": foot, "stack": stack}


@register.inclusion_tag("ui/components/breadcrumbs.html")
def breadcrumbs(values: Sequence[Crumb]) -> dict[str, Any]:
    """The way from the front door to here."""
    return {"crumbs": values}


@register.inclusion_tag("ui/components/back.html")
def back(words: str, link: str) -> dict[str, Any]:
    """The way back, above the heading."""
    return {"words": words, "link": link}


@register.inclusion_tag("ui/components/pagination.html")
def pagination(page: Page[Any], label: str, link: str = "?page=") -> dict[str, Any]:
    """Page by page. ``label`` says of what; ``link`` is followed by the page's number."""
    return {
        "page": page,
        "label": label,
        "link": link,
        "numbers": page.paginator.get_elided_page_range(page.number),
    }


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: Any, *, focus: bool = True) -> dict[str, Any]:
    """What is wrong with a form, on top of the page, each fault a link to its field; takes the focus on loading."""
    faults = [
        {"text": text, "link": field[0].id_for_label if _is_group(field) else field.id_for_label}
        for field in form
        for text in field.errors
    ]
    return {
        "focus": focus,
        "faults": [*({"text": text, "link": ""} for text in form.non_field_errors()), *faults],
    }


@register.filter
def is_group(field: Any) -> bool:
    """Whether a form field is a group of choices that needs a fieldset and a legend."""
    return _is_group(field)


def _is_group(field: Any) -> bool:
    return bool(getattr(field.field.widget, "use_fieldset", False))


@register.simple_block_tag
def panel(content: str, title: str = "", level: int = 2) -> SafeString:
    """A calm ground under something that belongs together."""
    return _block("panel", content, title=title, level=level)


@register.simple_block_tag
def sheet(content: str, title: str = "", level: int = 2) -> SafeString:
    """A white sheet lying on the page."""
    return _block("sheet", content, title=title, level=level)


@register.simple_block_tag
def details(content: str, title: str) -> SafeString:
    """More, for whoever wants it; closed at first, and works without script."""
    return _block("details", content, title=title)


@register.simple_block_tag
def notification(content: str, title: str = "Done", tone: str = "go") -> SafeString:
    """What was just done, on top of the page; ``tone`` is ``go`` or ``owed``."""
    return _block("notification", content, title=title, tone=tone)


@register.simple_block_tag
def chart(content: str, title: str, note: str = "") -> SafeString:
    """A drawn chart with its title and what to read from it."""
    return _block("chart", content, title=title, note=note)


def _block(name: str, content: str, **context: Any) -> SafeString:
    return render_to_string(f"ui/components/{name}.html", {"content": content, **context})
