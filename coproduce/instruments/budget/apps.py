"""Budget as a Django app."""

from django.apps import AppConfig


class BudgetConfig(AppConfig):
    """The tool that turns ideas into projects with a price."""

    name = "coproduce.instruments.budget"
    label = "budget"
