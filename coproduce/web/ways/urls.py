"""Addresses of the ways of working."""

from django.urls import path

from coproduce.web.ways import views

app_name = "ways"
urlpatterns = [
    path("ways-of-working/", views.listed, name="list"),
    path("ways-of-working/choose/", views.choosing, name="choose"),
    path("ways-of-working/<slug:key>/", views.way, name="way"),
]
