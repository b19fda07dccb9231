"""The header: which ballots, how much money, what a ballot may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coproduce.engines.kernel import Exact, exact
from coproduce.formats.delimited import Row
from coproduce.formats.pabulib.head import Section
from coproduce.formats.pabulib.value import VOTE_TYPES, Limits
from coproduce.formats.protocol import Faults, plural, shown

_DECIMAL = re.compile(r"\d+(\.\d+)?", re.ASCII)
_LONGEST_NUMBER = 60
_AMOUNT_HELP = "write digits only, with a point before decimals if there are any (12500 or 12500.50)"
_COUNTS = ("min_length", "max_length")
_AMOUNTS = (
    "min_sum_cost",
    "max_sum_cost",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "default_score",
)


def amount(text: str) -> Exact | None:
    """The number, 0 or more, that ``text`` writes in decimal digits, or None."""
    text = text.strip()
    if len(text) > _LONGEST_NUMBER or not _DECIMAL.fullmatch(text):
        return None
    return exact(text)


def amount_fault(what: str, text: str) -> tuple[str, str]:
    """Code and sentence for a text that is no amount."""
    text = text.strip()
    if not text:
        return "missing", f"{what} is missing; {_AMOUNT_HELP}"
    if re.fullmatch(r"-\s*[\d.,]+", text):
        return "negative", f"{what} is negative ({shown(text)}); remove the minus sign or correct the number"
    return "not-a-number", f"{what} is {shown(text)}, which is not a number; {_AMOUNT_HELP}"


@dataclass
class Meta:
    """The header, read: ``text`` as it stands, and the meaning of the keys that a count needs."""

    text: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    line: int = 1
    budget: Exact = 1
    vote_type: str = "approval"
    min_score: Exact = 0
    fully_funded: bool = False
    limits: Limits = field(default_factory=Limits)
    budget_per_category: dict[str, Exact] = field(default_factory=dict)
    budget_per_area: dict[str, Exact] = field(default_factory=dict)

    def get(self, key: str) -> str:
        """The value of ``key`` without blanks round it, ``""`` where there is none."""
        return self.text.get(key, "").strip()

    def fault(self, faults: Faults, key: str, code: str, text: str) -> None:
        """Report something about ``key``, at its value or, where it is missing, at the section."""
        row = self.rows.get(key)
        line, column = row.place(1) if row else (self.line, 1)
        faults.add(code, text, (line, column))


def read_meta(section: Section, faults: Faults) -> Meta:
    """The header's meaning; what is missing or wrong goes to ``faults``."""
    meta = Meta(line=section.line)
    for row in section.rows:
        key = row.fields[0].strip()
        if not key:
            faults.add("meta-key", "this row of META has no key; name it or remove the row", (row.line, 1))
        elif key in meta.text:
            faults.add(
                "meta-twice",
                f"the key {shown(key)} stands twice in META, first on line {meta.rows[key].line}; remove one",
                (row.line, 1),
            )
        else:
            meta.text[key], meta.rows[key] = row.fields[1], row
    meta.budget = _budget(meta, faults)
    meta.vote_type = _vote_type(meta, faults)
    meta.limits = _limits(meta, faults)
    for key in ("min_project_score_threshold", "min_project_score"):
        if key in meta.text:
            meta.min_score = _amount(meta, key, faults) or 0
    meta.fully_funded = _flag(meta, "fully_funded", faults)
    meta.budget_per_category = _listed(meta, "budget_per_category", "categories", faults)
    meta.budget_per_area = _listed(meta, "budget_per_neighborhood", "neighborhoods", faults)
    return meta


def check_count(meta: Meta, key: str, found: int, what: str, faults: Faults) -> None:
    """Compare a count that the header states with how many rows stand in the file."""
    text, there = meta.get(key), plural(found, what)
    if not text:
        meta.fault(faults, key, "missing", f"META has no {key}; add a line {key};{found}")
    elif not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        meta.fault(
            faults,
            key,
            "not-a-number",
            f"{key} is {shown(text)}, which is not a whole number; the file has {there}",
        )
    elif int(text) != found:
        reason = "it may be cut off" if int(text) > found else "some may stand in it twice"
        meta.fault(
            faults,
            key,
            "count",
            f"{key} is {text}, but the file has {there}; {reason}: complete the file or correct the number",
        )


def _budget(meta: Meta, faults: Faults) -> Exact:
    if not meta.get("budget"):
        meta.fault(faults, "budget", "missing", "META has no budget; add a line such as budget;100000")
        return 1
    found = _amount(meta, "budget", faults)
    if found == 0:
        meta.fault(faults, "budget", "zero", "budget is 0; give the money there is to spend, above 0")
    return found or 1


def _vote_type(meta: Meta, faults: Faults) -> str:
    text = meta.get("vote_type")
    if text.lower() in VOTE_TYPES:
        return text.lower()
    known = ", ".join(VOTE_TYPES)
    if text:
        meta.fault(
            faults,
            "vote_type",
            "vote-type",
            f"vote_type is {shown(text)}, which is not known; use one of {known}",
        )
    else:
        meta.fault(
            faults,
            "vote_type",
            "missing",
            f"META has no vote_type; add vote_type; followed by one of {known}",
        )
    return ""


def _limits(meta: Meta, faults: Faults) -> Limits:
    counts: dict[str, Exact | None] = {key: _count(meta, key, faults) for key in _COUNTS if meta.get(key)}
    amounts = {key: _amount(meta, key, faults) for key in _AMOUNTS if meta.get(key)}
    per_category = {}
    for key in (
        "min_length",
        "max_length",
        "min_sum_cost",
        "max_sum_cost",
        "min_sum_points",
        "max_sum_points",
    ):
        if listed := _listed(meta, f"{key}_per_category", "categories", faults):
            per_category[key] = listed
    for low in ("min_length", "min_sum_cost", "min_points", "min_sum_points"):
        high = low.replace("min", "max")
        found = counts if low in counts else amounts
        least, most = found.get(low), found.get(high)
        if least is not None and most is not None and least > most:
            meta.fault(
                faults,
                low,
                "limits",
                f"{low} is {least}, more than {high}, {most}, so no ballot could be right; "
                "correct one of them",
            )
            # Every ballot would break one of the two; the header is what is wrong.
            del found[low], found[high]
    return Limits(**counts, **amounts, per_category=per_category)  # type: ignore[arg-type]


def _count(meta: Meta, key: str, faults: Faults) -> int | None:
    found = _amount(meta, key, faults)
    if found is None or isinstance(found, int):
        return found
    meta.fault(
        faults, key, "not-whole", f"{key} is {meta.get(key)}; it counts projects, so write a whole number"
    )
    return None


def _amount(meta: Meta, key: str, faults: Faults) -> Exact | None:
    found = amount(meta.text[key])
    if found is None:
        meta.fault(faults, key, *amount_fault(key, meta.text[key]))
    return found


def _flag(meta: Meta, key: str, faults: Faults) -> bool:
    text = meta.get(key).lower()
    if text not in ("", "0", "1", "true", "false"):
        meta.fault(faults, key, "flag", f"{key} is {shown(text)}; write 1 for yes, 0 for no")
    return text in ("1", "true")


def _listed(meta: Meta, key: str, names_key: str, faults: Faults) -> dict[str, Exact]:
    """Amounts that a key lists with commas, by the names that another key lists in the same order."""
    if not meta.get(key):
        return {}
    names = [name.strip() for name in meta.get(names_key).split(",")] if meta.get(names_key) else []
    texts = meta.get(key).split(",")
    if len(texts) == 1 and names:
        # One number for all, as Amsterdam writes min_length_per_category;0.
        texts = texts * len(names)
    if len(names) != len(texts) or len(set(names)) != len(names):
        meta.fault(
            faults,
            key,
            "list",
            f"{key} lists {len(texts)} numbers and {names_key} {len(names)} names; list "
            "one number per name, in the same order, and each name once, or one number for all",
        )
        return {}
    found = {name: amount(text) for name, text in zip(names, texts, strict=True)}
    for name, value in found.items():
        if value is None:
            meta.fault(faults, key, *amount_fault(f"{key} of {shown(name)}", texts[names.index(name)]))
    return {name: value for name, value in found.items() if value is not None}
