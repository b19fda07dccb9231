"""Ballot as a Django app."""

from django.apps import AppConfig


class BallotConfig(AppConfig):
    """The tool with which people decide together."""

    name = "coproduce.instruments.ballot"
    label = "ballot"
