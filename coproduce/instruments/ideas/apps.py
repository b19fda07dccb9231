"""Ideas as a Django app."""

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    """The tool with which most joint projects begin."""

    name = "coproduce.instruments.ideas"
    label = "ideas"
