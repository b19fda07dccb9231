"""Operations as a Django app."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """One page; it changes nothing."""

    name = "coproduce.web.operations"
    label = "operations"
