"""Starting as a Django app."""

from django.apps import AppConfig


class StartingConfig(AppConfig):
    """The pages on which a joint project is begun."""

    name = "coproduce.web.starting"
    label = "starting"
