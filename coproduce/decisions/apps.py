"""Decisions as a Django app."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Decisions close every loop back to whoever took part."""

    name = "coproduce.decisions"
    label = "decisions"
