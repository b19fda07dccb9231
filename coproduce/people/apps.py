"""People as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who is who. All personal data that others point to lies here and can be erased."""

    name = "coproduce.people"
    label = "people"
