"""Projects as a Django app."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Pages that join rooms."""

    name = "coproduce.web.projects"
    label = "projects"
