"""Occasions as a Django app."""

from django.apps import AppConfig


class OccasionsConfig(AppConfig):
    """One calendar for every tool that meets."""

    name = "coproduce.occasions"
    label = "occasions"
