"""Paper: a template of ours becomes a PDF that any printer takes and a screen reader can read.

Templates of sheets extend ``ui/sheet.html`` and speak the same words as the pages; ``paper/paper.css``
is the look in ink: no colour carries a meaning, nothing is smaller than can be read in a hall. A
template can load nothing from anywhere, not even from this machine: all it may show is in it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

_SHEET = Path(__file__).parent / "paper" / "paper.css"


class CannotPrint(Exception):
    """The system lacks the library that lays out text for paper (Pango)."""


def pdf(template: str, context: Mapping[str, Any]) -> bytes:
    """The sheets that ``template`` draws from ``context``, as a tagged PDF with its fonts in it.

    Raises:
        CannotPrint: where the system lacks the library that lays out text.
    """
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher
    except OSError as missing:
        raise CannotPrint(str(missing)) from missing
    fonts, nothing = FontConfiguration(), URLFetcher(allowed_protocols=("data",))
    style = CSS(string=_style(), font_config=fonts, url_fetcher=nothing)
    sheet = HTML(string=render_to_string(template, dict(context)), url_fetcher=nothing)
    made: bytes = sheet.write_pdf(
        stylesheets=[style], font_config=fonts, pdf_tags=True, pdf_variant="pdf/ua-1"
    )
    return made


def printed(request: HttpRequest, template: str, context: Mapping[str, Any], name: str) -> HttpResponse:
    """``pdf`` as an answer that a browser shows, named ``name`` where it is kept; a sentence where it cannot be."""
    try:
        data = pdf(template, context)
    except CannotPrint:
        return render(request, "ui/cannot_print.html", status=503)
    header = f'inline; filename="{name}.pdf"'
    return HttpResponse(data, content_type="application/pdf", headers={"Content-Disposition": header})


@functools.cache
def _style() -> str:
    return _SHEET.read_text(encoding="utf-8")
