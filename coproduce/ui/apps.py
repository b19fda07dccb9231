"""The interface as a Django app: templates, tags and static files."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components and the frame."""

    name = "coproduce.ui"
    label = "ui"
