"""The site as a Django app: the pages that belong to no room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Home and health."""

    name = "coproduce.web"
    label = "web"
