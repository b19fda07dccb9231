"""Writing down what happened, in half a minute. Names are optional: “eleven came, two hours each” is a full record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms

from coproduce.catalogue.public import Stage
from coproduce.ledger.models import Entry
from coproduce.ledger.queries import gifts_of, today
from coproduce.ledger.values import Gift, NewClaim, Record
from coproduce.register.public import ServiceView
from coproduce.ui.renderer import Form

SOURCE = "ledger.form"
_NUMBER = "Write a number, such as 11"
_TIME = "Write hours, such as 2, 1.5 or 1:30"


@dataclass(frozen=True)
class LastTime:
    """What was written down last for a joint project with this form."""

    entry_id: UUID
    occurred_on: date
    gifts: Sequence[Gift]


def last_time(initiative_id: UUID) -> LastTime | None:
    """The last record of this form that stands, to repeat; None before the first. Nobody named is repeated."""
    row = (
        Entry.objects.filter(initiative_id=initiative_id, source=SOURCE, corrected_by__isnull=True)
        .order_by("-occurred_on", "-seq")
        .first()
    )
    if row is None:
        return None
    gifts = [replace(one, person_id=None, organisation_id=None) for one in gifts_of([row.pk])[row.pk]]
    return LastTime(row.pk, row.occurred_on, gifts)


class HoursField(forms.Field):
    """Hours as people write them (``2``, ``1.5``, ``1,5``, ``1:30``, ``1h30``); cleaned to whole minutes."""

    def to_python(self, value: Any) -> Any:
        """Minutes, or None where nothing is written."""
        text = str(value or "").strip().lower().replace(",", ".")
        if not text:
            return None
        clock = re.fullmatch(r"(\d{1,3})\s*[:h]\s*(\d{1,2})\s*(?:m|min)?", text)
        if clock and int(clock[2]) < 60:
            return int(clock[1]) * 60 + int(clock[2])
        plain = re.fullmatch(r"(\d{1,5})(\.\d{1,2})?\s*(?:h|hours?)?", text)
        if not plain:
            raise forms.ValidationError(_TIME)
        return round(float(plain[1] + (plain[2] or "")) * 60)


class MoneyField(forms.Field):
    """Pounds as people write them (``12``, ``12.50``, ``£1,200``); cleaned to whole pence."""

    def to_python(self, value: Any) -> Any:
        """Pence, or None where nothing is written."""
        text = str(value or "").strip().replace(",", "").removeprefix("£").strip()
        if not text:
            return None
        match = re.fullmatch(r"(\d{1,9})(?:\.(\d{1,2}))?", text)
        if not match:
            raise forms.ValidationError("Write an amount, such as 12 or 12.50")
        return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def _narrow(mode: str) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})


class _KeyForm(Form):
    """Sent twice is written once: the key comes with the form."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(
        label="Which day?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say which day it was", "invalid": "Write the day like 2026-10-05"},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        initial = {"key": uuid4(), "day": today(), **(kwargs.pop("initial", None) or {})}
        super().__init__(data, initial=initial, **kwargs)

    def clean_day(self) -> date:
        """Not a day to come."""
        found: date = self.cleaned_data["day"]
        if found > today():
            raise forms.ValidationError("That day is still to come. Write it down once it has been.")
        return found


class LastTimeForm(_KeyForm):
    """The same as last time, on another day: one press."""

    def record(self, initiative_id: UUID, gifts: Sequence[Gift], step_id: UUID | None = None) -> Record:
        """What was given last time, on the day that is said."""
        return Record(
            SOURCE,
            str(self.cleaned_data["key"]),
            self.cleaned_data["day"],
            list(gifts),
            initiative_id,
            step_id,
        )


class RecordForm(_KeyForm):
    """How many came, for how long, the room, fares, staff. Everything but the day is optional."""

    came = forms.IntegerField(
        label="How many came?", required=False, min_value=1, max_value=99_999, widget=_narrow("numeric"),
        help_text="A head count is enough. Names are not needed.",
        error_messages={"invalid": _NUMBER, "min_value": "Write 1 or more, or leave it empty", "max_value": _NUMBER},
    )  # fmt: skip
    each = HoursField(
        label="How many hours each?", required=False, widget=_narrow("decimal"),
        help_text="Preparation and clearing up count. Time on call does not.",
    )  # fmt: skip
    travel = HoursField(label="Travel, all together (hours)", required=False, widget=_narrow("decimal"))
    staff = HoursField(
        label="Staff, all together (hours)", required=False, widget=_narrow("decimal"),
        help_text="Hours that the public side paid for, whoever did them.",
    )  # fmt: skip
    room = forms.IntegerField(
        label="A room of the public side (how many times)", required=False, min_value=1, max_value=999,
        widget=_narrow("numeric"),
        error_messages={"invalid": _NUMBER, "min_value": "Write 1 or more, or leave it empty", "max_value": _NUMBER},
    )  # fmt: skip
    fares = MoneyField(label="Fares and expenses paid back (£)", required=False, widget=_narrow("decimal"))
    service = forms.ChoiceField(label="For which service?", required=False)
    stage = forms.ChoiceField(
        label="What was it?", required=False, choices=[(one.value, one.label) for one in Stage]
    )
    note = forms.CharField(
        label="Anything to remember?", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="No names, nothing about anybody’s health. It can be erased later.",
        error_messages={"max_length": "That is too long: keep it under 2,000 characters"},
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, services: Sequence[ServiceView], last: LastTime | None, **kwargs: Any
    ) -> None:
        super().__init__(data, initial=_initial(last), **kwargs)
        choices = [(str(one.id), one.name) for one in services]
        service: Any = self.fields["service"]
        service.choices = choices if len(choices) == 1 else [("", "No service in particular"), *choices]
        if len(choices) < 2:
            service.widget = forms.HiddenInput()
            self.initial["service"] = choices[0][0] if choices else ""

    def clean(self) -> dict[str, Any]:
        """Head count and hours go together; something must be there."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return found
        if bool(found.get("came")) != bool(found.get("each")):
            empty = "each" if found.get("came") else "came"
            text = "Say how many hours each, too" if empty == "each" else "Say how many came, too"
            self.add_error(empty, text)
        elif not any(found.get(name) for name in ("came", "travel", "staff", "room", "fares")):
            self.add_error("came", "Nothing is filled in yet. Say how many came, or one other thing.")
        if (found.get("each") or 0) > 16 * 60:
            self.add_error(
                "each",
                "That is more than 16 hours for one person in one day. Were hours and minutes mixed up?",
            )
        if found.get("travel") and (found["travel"] > 8 * 60 * (found.get("came") or 1)):
            self.add_error(
                "travel", "That is more than 8 hours of travel for each. Were hours and minutes mixed up?"
            )
        return found

    def record(self, initiative_id: UUID, step_id: UUID | None = None) -> Record:
        """What was filled in."""
        said = self.cleaned_data
        place: dict[str, Any] = {
            "service_id": UUID(said["service"]) if said["service"] else None,
            "stage": said["stage"] or Stage.PERFORM.value,
        }
        people = said["came"] or 1
        wanted = (
            ("time-active", (said["each"] or 0) * people, "resident", ""),
            ("travel", said["travel"], "resident", ""),
            ("staff-time", said["staff"], "public", ""),
            ("use-of-space", said["room"], "public", ""),
            ("expense", said["fares"], "public", "GBP"),
        )
        gifts = [
            Gift(kind, much, side, currency=currency, people=people if side == "resident" else 1, **place)
            for kind, much, side, currency in wanted
            if much
        ]
        return Record(SOURCE, str(said["key"]), said["day"], gifts, initiative_id, step_id)


def _initial(last: LastTime | None) -> Mapping[str, Any]:
    """Last time's figures, so that only what differs is typed. How many came is asked afresh."""
    if last is None:
        return {"stage": Stage.PERFORM.value}
    found: dict[str, Any] = {"stage": last.gifts[0].stage, "service": str(last.gifts[0].service_id or "")}
    for one in last.gifts:
        if one.kind == "time-active" and one.side == "resident":
            found["each"] = _written(one.quantity // one.people)
        elif one.kind == "staff-time":
            found["staff"] = _written(one.quantity)
        elif one.kind == "use-of-space":
            found["room"] = one.quantity
    return found


def _written(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    return f"{whole}:{rest:02}" if rest else str(whole)


class MineForm(_KeyForm):
    """My own time, from my phone: two fields."""

    mine = HoursField(
        label="How many hours did you give?", widget=_narrow("decimal"),
        help_text="Preparation and clearing up count. A person’s own care is not counted here.",
        error_messages={"required": _TIME},
    )  # fmt: skip
    travel = HoursField(label="And travel (hours)", required=False, widget=_narrow("decimal"))

    def clean(self) -> dict[str, Any]:
        """No more than a day has."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if (found.get("mine") or 0) > 16 * 60:
            self.add_error("mine", "That is more than 16 hours in one day. Were hours and minutes mixed up?")
        if "mine" in found and not found["mine"] and "mine" not in self.errors:
            self.add_error("mine", _TIME)
        if (found.get("travel") or 0) > 8 * 60:
            self.add_error("travel", "That is more than 8 hours of travel. Were hours and minutes mixed up?")
        return found

    def claims(self, initiative_id: UUID, person_id: UUID, step_id: UUID | None = None) -> list[NewClaim]:
        """What she says, to be confirmed."""
        said = self.cleaned_data
        wanted = (("time-active", said["mine"]), ("travel", said["travel"]))
        return [
            NewClaim(
                f"{SOURCE}:{said['key']}:{kind}", initiative_id, said["day"],
                Gift(kind, much, "resident", person_id=person_id, stage=Stage.PERFORM.value), step_id,
            )
            for kind, much in wanted
            if much
        ]  # fmt: skip
