"""Every page declares which deed it is; what is not declared is refused.

A deed is the name under which permissions are written down, reviewed and
tested: ``"trycount.bring"``. A page that someone forgot to think about has no
deed, and ``DeedMiddleware`` answers it for nobody. Views of other packages get
theirs where they are put into ``urls``: ``deed("account.login")(login_view)``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

_NAME = re.compile(r"[a-z]+(\.[a-z]+(-[a-z]+)*)+")
_ATTRIBUTE = "coproduce_deed"


@dataclass(frozen=True, order=True)
class Deed:
    """What a page does, by name; ``writes`` says whether it can change anything."""

    name: str
    writes: bool = False

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"a deed is named room.verb in small letters, not {self.name!r}")


def deed(name: str, *, writes: bool = False) -> Callable[[View], View]:
    """Declare the deed of a view: ``@deed("trycount.bring", writes=True)``.

    Put it on top of other decorators, or anywhere among those that keep attributes
    (``functools.wraps``), as Django's do.
    """
    declared = Deed(name, writes)

    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, declared)
        return view

    return mark


def deed_of(view: Callable[..., Any]) -> Deed | None:
    """The deed that ``view`` declares, or None. Class-based views may carry it on the class."""
    found = getattr(view, _ATTRIBUTE, None) or getattr(getattr(view, "view_class", None), _ATTRIBUTE, None)
    return found if isinstance(found, Deed) else None
