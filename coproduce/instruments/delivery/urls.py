"""Addresses of delivery."""

from django.urls import include, path

from coproduce.instruments.delivery import views

app_name = "delivery"
_here = [
    path("", views.front, name="front"),
    path("plan/", views.plan, name="plan"),
    path("<int:number>/report/", views.report, name="report"),
    path("<int:number>/photo/<uuid:picture_id>/", views.picture, name="picture"),
    path("milestone/<uuid:milestone_id>/done/", views.done, name="done"),
    path("milestone/<uuid:milestone_id>/drop/", views.drop, name="drop"),
]
urlpatterns = [path("projects/<slug:slug>/<uuid:step_id>/progress/", include(_here))]
