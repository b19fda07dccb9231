"""Addresses of joint projects, and of what happened to what somebody said."""

from django.urls import path

from coproduce.web.projects import views

app_name = "projects"
urlpatterns = [
    path("projects/", views.listed, name="list"),
    path("projects/<slug:slug>/", views.project, name="project"),
    path("projects/<slug:slug>/<uuid:step_id>/finish/", views.finish, name="finish"),
    path("find-my-answer/", views.find, name="find"),
]
