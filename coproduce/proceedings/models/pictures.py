"""Pictures that people bring: made small and written anew, so that nothing hidden stays in them."""

from __future__ import annotations

from django.db import models

from coproduce.core.fields import IdField, Ref
from coproduce.core.models import Signed


class Picture(Signed):
    """A picture with what it shows in words. An item or a report names it by its id; it can be erased."""

    id = IdField()
    data = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    says = Ref("core.Text")
