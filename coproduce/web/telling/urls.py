"""Addresses of telling everyone."""

from django.urls import path

from coproduce.web.telling import views

app_name = "telling"
urlpatterns = [
    path("projects/<slug:slug>/tell/", views.tell, name="tell"),
    path("projects/<slug:slug>/tell/letters/", views.letters, name="letters"),
    path("projects/<slug:slug>/tell/posted/", views.posted, name="posted"),
]
