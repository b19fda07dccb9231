"""Leading as a Django app."""

from django.apps import AppConfig


class LeadingConfig(AppConfig):
    """The pages of whoever leads a joint project."""

    name = "coproduce.web.leading"
    label = "leading"
