"""My page as a Django app."""

from django.apps import AppConfig


class MineConfig(AppConfig):
    """Pages that join rooms, for one person."""

    name = "coproduce.web.mine"
    label = "mine"
