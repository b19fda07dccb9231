"""Columns that every room uses: an id, and a reference into another room.

A reference points to a lower room by key and never loads its row: whoever wants more
than the key asks that room's ``public`` functions, which answer for many ids at once.
So no room can come to depend on another's columns unseen.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.db.models.functions import Coalesce

from coproduce.core.ids import new_id


class IdField(models.UUIDField):
    """The primary key of a row: a UUID version 7, made by us, so that rows can travel between databases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("primary_key", True)
        kwargs.setdefault("default", new_id)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)


class _Closed(ForwardManyToOneDescriptor):
    """Refuses to follow a reference; the key beside it (``person_id``) is there to be used."""

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        name, model = self.field.name, self.field.related_model
        raise AttributeError(
            f"{name} lies in another room: ask coproduce.{model._meta.app_label}.public with {name}_id"
        )


class Ref(models.ForeignKey):
    """A foreign key into another room: kept whole by the database, opaque to the code.

    Rows referred to are protected from deletion. There is no way back from the row
    referred to (``related_name="+"``).
    """

    forward_related_accessor_class = _Closed

    def __init__(self, to: Any, **kwargs: Any) -> None:
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs["related_name"] = "+"
        super().__init__(to, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("related_name", None)
        return name, path, args, kwargs


_NOBODY = "00000000-0000-0000-0000-000000000000"


def or_nobody(name: str) -> Coalesce:
    """A key that may be empty, as a value in which two empty ones are equal, on both databases."""
    return Coalesce(F(name), Value(_NOBODY, output_field=models.UUIDField()), output_field=models.UUIDField())
