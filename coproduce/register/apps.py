"""Register as a Django app."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The register; everything hangs on the joint project."""

    name = "coproduce.register"
    label = "register"
