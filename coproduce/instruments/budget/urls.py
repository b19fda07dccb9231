"""Addresses of costing."""

from django.urls import include, path

from coproduce.instruments.budget import views

app_name = "budget"
_here = [
    path("", views.front, name="front"),
    path("<int:number>/", views.idea, name="idea"),
    path("<int:number>/cost/", views.cost, name="cost"),
    path("<int:number>/merge/", views.merge, name="merge"),
    path("<int:number>/split/", views.split, name="split"),
    path("<int:number>/decline/", views.decline, name="decline"),
]
urlpatterns = [path("projects/<slug:slug>/<uuid:step_id>/costing/", include(_here))]
