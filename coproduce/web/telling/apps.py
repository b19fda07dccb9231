"""Telling as a Django app."""

from django.apps import AppConfig


class TellingConfig(AppConfig):
    """Pages for the lead of a joint project."""

    name = "coproduce.web.telling"
    label = "telling"
