"""Addresses of the journey."""

from django.urls import path

from coproduce.web.trycount import views

app_name = "trycount"
urlpatterns = [
    path("", views.bring, name="bring"),
    path("example/", views.example, name="example"),
    path("<uuid:trial>/", views.see, name="see"),
    path("<uuid:trial>/count/", views.count_again, name="count-again"),
    path("<uuid:trial>/copy/", views.copy, name="copy"),
    path("<uuid:trial>/remove/", views.remove, name="remove"),
    path("<uuid:trial>/record.json", views.record, name="record"),
    path("<uuid:trial>/election.pb", views.election, name="election"),
    path("<uuid:trial>/page.html", views.paper, name="paper"),
]
