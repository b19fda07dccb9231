"""Delivery as a Django app."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The tool that shows whether what was promised is done."""

    name = "coproduce.instruments.delivery"
    label = "delivery"
