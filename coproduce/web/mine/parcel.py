"""All that is kept of a person, as one file for her to take: a page to read, and the same as data."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string

from coproduce.core.keeping import DataTable
from coproduce.ui.templatetags.humanise import day

_WHEN = (1980, 1, 1, 0, 0, 0)


def parcel(tables: Sequence[DataTable], *, made: datetime, place: str) -> bytes:
    """A ZIP with ``read-me.html`` and ``data.json``; what has no row is left out of the page."""
    shown = [
        {"name": words(table.name), "heads": [words(one) for one in table.columns],
         "rows": [[_text(value) for value in row] for row in table.rows]}
        for table in tables
        if table.rows
    ]  # fmt: skip
    page = render_to_string("mine/parcel.html", {"tables": shown, "made": day(made.date()), "place": place})
    data = {
        table.name: [dict(zip(table.columns, map(_plain, row), strict=True)) for row in table.rows]
        for table in tables
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("read-me.html", _WHEN), page)
        file.writestr(zipfile.ZipInfo("data.json", _WHEN), json.dumps(data, ensure_ascii=False, indent=1))
    return out.getvalue()


def words(name: str) -> str:
    """A column's name as people read it."""
    plain = name.rpartition("__")[2].replace("_", " ").replace("-", " ")
    return plain[:1].upper() + plain[1:]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _text(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{day(value.date())}, {value:%H:%M}"
    return day(value) if isinstance(value, date) else str(value)
