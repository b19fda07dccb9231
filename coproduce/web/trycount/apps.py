"""Try a count, as a Django app."""

from django.apps import AppConfig


class TrycountConfig(AppConfig):
    """One journey, one table."""

    name = "coproduce.web.trycount"
    label = "trycount"
