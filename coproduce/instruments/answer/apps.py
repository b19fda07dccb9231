"""Answer as a Django app."""

from django.apps import AppConfig


class AnswerConfig(AppConfig):
    """The tool with which whoever decides answers everybody."""

    name = "coproduce.instruments.answer"
    label = "answer"
