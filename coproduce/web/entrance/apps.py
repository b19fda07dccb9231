"""Entrance as a Django app."""

from django.apps import AppConfig


class EntranceConfig(AppConfig):
    """Pages that join rooms."""

    name = "coproduce.web.entrance"
    label = "entrance"
