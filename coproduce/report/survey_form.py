"""A questionnaire on paper: to print, fill in with a pen, and enter by hand.

Each answer has its code in small print, so that whoever enters it need not look anything up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from coproduce.report.blocks import Block, Para, Section, Soft
from coproduce.report.page import Page

BOX = "☐"
NARROW = "\N{NO-BREAK SPACE}"
SAYS = {
    "en": {"line": "Please write here: ________________________________", "only": "Only if you answered “{}” to “{}”:",
           "tick": "Tick one box for each question.", "filled": "Entered by ____________  Date ____________"},
    "de": {"line": "Bitte hier eintragen: ________________________________",
           "only": "Nur wenn Sie bei „{1}“ „{0}“ angekreuzt haben:", "tick": "Kreuzen Sie je Frage ein Kästchen an.",
           "filled": "Eingegeben von ____________  Datum ____________"},
}  # fmt: skip


class Form(Protocol):
    """What a questionnaire has."""

    @property
    def title(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def note(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def items(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def scales(self) -> Mapping[str, Sequence[Any]]: ...  # noqa: D102
    @property
    def languages(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102


def page(form: Form, language: str = "") -> Page:
    """The questionnaire as a printable page in ``language`` (its main one, where empty)."""
    language = language or form.languages[0]
    says = SAYS.get(language, SAYS["en"])
    by_name = {item.name: item for item in form.items}
    blocks: list[Block] = [Para(says["tick"])]
    for number, item in enumerate(form.items, 1):
        inside: list[Block] = []
        if item.when:
            on = by_name[item.when[0]]
            answer = next(
                (choice.words[language] for choice in form.scales[on.scale] if choice.code == item.when[1]),
                "",
            )
            inside.append(Para(says["only"].format(answer, on.words[language]), "soft"))
        if item.kind == "choice":
            parts: list[str | Soft] = []
            for choice in form.scales[item.scale]:
                # A box and its answer stay on one line; between answers the line may break.
                told = f"{BOX} {choice.words[language]}".replace(" ", NARROW)
                parts += [told, Soft(f"{NARROW}{choice.code}"), "   "]
            inside.append(Para(tuple(parts)))
        else:
            inside.append(Para(says["line"]))
        blocks.append(Section(f"{number}. {item.words[language]}", tuple(inside)))
    blocks += [Para(says["filled"], "soft"), Para(f"{form.name} {form.version}, {form.source}", "soft")]
    return Page(
        title=form.title[language], lead=form.note.get(language, ""), blocks=tuple(blocks), lang=language
    )
