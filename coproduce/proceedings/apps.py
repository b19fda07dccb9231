"""Proceedings as a Django app."""

from django.apps import AppConfig


class ProceedingsConfig(AppConfig):
    """The only way by which data passes between tools."""

    name = "coproduce.proceedings"
    label = "proceedings"
