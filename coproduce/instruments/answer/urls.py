"""Addresses of answers."""

from django.urls import include, path

from coproduce.instruments.answer import views

app_name = "answer"
_here = [
    path("", views.front, name="front"),
    path("decide/", views.decide, name="decide"),
    path("decision/<uuid:decision_id>/", views.decision, name="decision"),
]
urlpatterns = [path("projects/<slug:slug>/<uuid:step_id>/answers/", include(_here))]
