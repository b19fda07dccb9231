"""Addresses of who put in what."""

from django.urls import path

from coproduce.ledger import publishing, views

app_name = "ledger"
urlpatterns = [
    path("projects/<slug:slug>/who-put-in-what/", views.of_initiative, name="initiative"),
    path("projects/<slug:slug>/who-put-in-what/table.csv", views.initiative_table, name="initiative-table"),
    path("projects/<slug:slug>/who-put-in-what/record/", views.record, name="record"),
    path("projects/<slug:slug>/who-put-in-what/waiting/", views.waiting, name="waiting"),
    path("closed-books/", publishing.closed, name="closed"),
    path("closed-books/digests.json", publishing.digests, name="digests"),
    path("services/<slug:slug>/who-put-in-what/", views.of_service, name="service"),
    path("services/<slug:slug>/who-put-in-what/table.csv", views.service_table, name="service-table"),
]
