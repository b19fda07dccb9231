"""The laptop of a hall: its own database gets the rows that it was lent, and the team as persons to be there as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction

from coproduce.core.portable.rows import stored
from coproduce.people.public import DEMO_DOMAIN
from coproduce.proceedings.public import today


def settle_in(said: Mapping[str, Any]) -> None:
    """Fill the laptop's empty database with what it was lent; votes on screen are not taken there."""
    with transaction.atomic(), connection.cursor() as cursor:
        for label, rows in said["rows"].items():
            fields = apps.get_model(label)._meta.concrete_fields
            names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
            table = connection.ops.quote_name(apps.get_model(label)._meta.db_table)
            places = ", ".join(["%s"] * len(fields))
            ready = [
                [stored(field, value, connection) for field, value in zip(fields, row, strict=True)]
                for row in rows
            ]
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", ready)  # noqa: S608 - names of tables
        step = apps.get_model("register", "Step")._default_manager.get(pk=said["step"])
        step.settings = {**step.settings, "box": "paper-only"}
        step.save(update_fields=["settings"])
        marks = apps.get_model("ballot", "Mark")._default_manager
        marks.bulk_create(
            marks.model(step_id=step.pk, voter=voter, channel="paper", on=today(), sheet=True)
            for voter in said["marks"]
        )
        profiles = apps.get_model("people", "Profile")._default_manager
        profiles.filter(person_id__in=[UUID(key) for key, _ in said["team"]]).delete()
        profiles.bulk_create(
            profiles.model(
                person_id=UUID(key),
                display_name=name or f"Clerk {place}",
                email=f"clerk{place}@{DEMO_DOMAIN}",
            )
            for place, (key, name) in enumerate(said["team"], 1)
        )
