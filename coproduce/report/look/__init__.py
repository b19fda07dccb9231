"""The look: one source of style for the report page and the site.

Four style sheets, loaded in this order: what the values are (``tokens``), what the
components look like (``components``), what the charts look like (``charts``), what
changes on paper (``print``, last so that it wins). The site serves the files as they
are; a report page carries them inside.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

STYLESHEETS = ("tokens.css", "components.css", "charts.css", "print.css")
"""The names of the style sheets, in the order in which they must be loaded."""

FOLDER = Path(__file__).parent
"""Where the style sheets lie, for a site's list of static folders."""

MARK = (
    '<svg class="cp-mark" viewBox="0 0 44 44" aria-hidden="true"><circle class="hub" cx="22" cy="22" r="9.5"/>'
    '<circle class="n" cx="22" cy="5.6" r="5.4"/><circle class="e" cx="38.4" cy="22" r="5.4"/>'
    '<circle class="s" cx="22" cy="38.4" r="5.4"/><circle class="w" cx="5.6" cy="22" r="5.4"/></svg>'
)
"""The product's mark, people round a table; drawn by the classes of ``components.css``."""


@cache
def css(*names: str) -> str:
    """The style sheets ``names`` (all four without names) as one text, comments and blanks taken out."""
    texts = [files(__package__).joinpath(name).read_text("utf-8") for name in names or STYLESHEETS]
    text = re.sub(r"/\*.*?\*/", "", "\n".join(texts), flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,]) ?", r"\1", text).strip()
