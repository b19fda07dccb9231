"""Addresses of joint projects, and of what happened to what somebody said."""

from django.urls import path

from coproduce.web.projects import promises, views

app_name = "projects"
urlpatterns = [
    path("projects/", views.listed, name="list"),
    path("projects/<slug:slug>/", views.project, name="project"),
    path("projects/<slug:slug>/<uuid:step_id>/finish/", views.finish, name="finish"),
    path("projects/<slug:slug>/promises/", promises.promises, name="promises"),
    path("projects/<slug:slug>/promises/<uuid:promise_id>/", promises.move, name="move-promise"),
    path("projects/<slug:slug>/close/", promises.closing, name="close"),
    path("find-my-answer/", views.find_answer, name="find"),
]
