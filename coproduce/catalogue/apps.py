"""Catalogue as a Django app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Methods as data, and the closed sets of words that all rooms share."""

    name = "coproduce.catalogue"
    label = "catalogue"
