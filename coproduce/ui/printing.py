"""Paper: a template of ours becomes a PDF that any printer takes and a screen reader can read.

Templates of sheets extend ``ui/sheet.html`` and speak the same words as the pages; ``paper/paper.css``
is the look in ink: no colour carries a meaning, nothing is smaller than can be read in a hall. A
template can load nothing from anywhere, not even from this machine: all it may show is in it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from django.http import HttpResponse
from django.template.loader import render_to_string

from coproduce.core import Refusal, Refused

_SHEET = Path(__file__).parent / "paper" / "paper.css"


def pdf(template: str, context: Mapping[str, Any]) -> bytes:
    """The sheets that ``template`` draws from ``context``, as a tagged PDF with its fonts in it.

    Raises:
        Refused: ``no-printing`` where the system lacks the library that lays out text.
    """
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError:
        raise Refused(Refusal("no-printing", status=503)) from None
    fonts = FontConfiguration()
    style = CSS(string=_style(), font_config=fonts, url_fetcher=_fetch_nothing)
    sheet = HTML(string=render_to_string(template, dict(context)), url_fetcher=_fetch_nothing)
    made: bytes = sheet.write_pdf(
        stylesheets=[style], font_config=fonts, pdf_tags=True, pdf_variant="pdf/ua-1"
    )
    return made


def printed(template: str, context: Mapping[str, Any], name: str) -> HttpResponse:
    """``pdf`` as an answer that a browser shows, named ``name`` where it is kept."""
    return HttpResponse(
        pdf(template, context),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


@functools.cache
def _style() -> str:
    return _SHEET.read_text(encoding="utf-8")


def _fetch_nothing(url: str, **_: Any) -> NoReturn:
    raise ValueError(f"a sheet loads nothing, and so not {url[:60]}")
