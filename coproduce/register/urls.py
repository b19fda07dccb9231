"""Addresses of services, of what should be different, and of what is already happening."""

from django.urls import path

from coproduce.register.views import grid, outcome, service

app_name = "register"
_ONE = "what-should-be-different/<uuid:outcome_id>/"
_VOICE = f"{_ONE}<uuid:voice_id>/"
urlpatterns = [
    path("services/", service.listed, name="services"),
    path("services/new/", service.added, name="add-service"),
    path("services/<slug:slug>/", service.seen, name="service"),
    path("services/<slug:slug>/change/", service.revised, name="revise-service"),
    path("services/<slug:slug>/year/", service.year, name="record-year"),
    path("what-should-be-different/", outcome.listed, name="outcomes"),
    path("what-should-be-different/new/", outcome.proposed, name="propose"),
    path(_ONE, outcome.seen, name="outcome"),
    path(f"{_ONE}reword/", outcome.reworded, name="reword"),
    path(f"{_ONE}contest/", outcome.contested, name="contest"),
    path(f"{_ONE}agree/", outcome.agreed, name="agree"),
    path(f"{_ONE}retire/", outcome.retired, name="retire"),
    path(f"{_ONE}how-we-would-know/", outcome.known_by, name="add-indicator"),
    path(f"{_ONE}measured/", outcome.figure, name="measure"),
    path(f"{_VOICE}take-over/", outcome.adopted, name="adopt"),
    path(f"{_VOICE}take-down/", outcome.taken_down, name="take-down"),
    path("already-happening/", grid.seen, name="grid"),
    path("already-happening/new/", grid.entered, name="enter"),
    path("already-happening/map/", grid.mapped, name="map"),
    path("already-happening/map/<slug:slug>/", grid.ticked, name="map-service"),
]
