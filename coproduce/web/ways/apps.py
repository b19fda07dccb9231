"""Ways as a Django app."""

from django.apps import AppConfig


class WaysConfig(AppConfig):
    """Pages on ways of working."""

    name = "coproduce.web.ways"
    label = "ways"
