"""A refusal says why: a code for programs and the parameters that the sentence needs.

Rules return a ``Refusal`` or None and know nothing of pages. The sentence for a
code stands in a template ``refusals/CODE.html`` of the room that refuses, where
translators find it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """Why something may not be done now.

    Attributes:
        code: stable name in small letters and hyphens, ``"trycount-gone"``.
        params: what the sentence mentions: a date, a limit.
        status: the HTTP status where a page has to answer: 403, or 404 where even
            the existence is none of the asker's business, 410, 429.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    status: int = 403


class Refused(Exception):
    """Carries a ``Refusal`` to whoever words it: the middleware for pages, the caller elsewhere."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.code)


def require(refusal: Refusal | None) -> None:
    """Go on where a rule gave None; raise ``Refused`` where it gave a refusal."""
    if refusal is not None:
        raise Refused(refusal)
