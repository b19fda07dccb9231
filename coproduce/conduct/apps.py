"""Conduct as a Django app."""

from django.apps import AppConfig


class ConductConfig(AppConfig):
    """Brings the tools together; no tool knows another."""

    name = "coproduce.conduct"
    label = "conduct"
