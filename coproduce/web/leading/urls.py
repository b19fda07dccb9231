"""Addresses of whoever leads a joint project."""

from django.urls import path

from coproduce.web.leading import views

app_name = "leading"
urlpatterns = [
    path("projects/<slug:slug>/lead/", views.front, name="front"),
    path("projects/<slug:slug>/lead/label/", views.label, name="label"),
    path("projects/<slug:slug>/lead/show/", views.show, name="show"),
    path("projects/<slug:slug>/<uuid:step_id>/days/", views.days, name="days"),
    path("projects/<slug:slug>/<uuid:step_id>/pause/", views.pause, name="pause"),
    path("projects/<slug:slug>/<uuid:step_id>/resume/", views.resume, name="resume"),
    path("projects/<slug:slug>/<uuid:step_id>/cancel/", views.cancel, name="cancel"),
]
