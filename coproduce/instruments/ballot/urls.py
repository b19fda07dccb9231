"""Addresses of a vote."""

from django.urls import include, path

from coproduce.instruments.ballot import views
from coproduce.instruments.ballot.paper import views as paper

app_name = "ballot"
_here = [
    path("", views.front, name="front"),
    path("paper/", views.paper, name="paper"),
    path("slip/", views.slip, name="slip"),
    path("take-back/", views.withdraw, name="withdraw"),
    path("on-paper/", paper.front, name="on-paper"),
    path("on-paper/<slug:name>.pdf", paper.sheet, name="sheet"),
    path("on-paper/cards/", paper.code_cards, name="cards"),
    path("result/", views.result, name="result"),
    path("result/record.json", views.record, name="record"),
]
urlpatterns = [path("projects/<slug:slug>/<uuid:step_id>/vote/", include(_here))]
