"""Addresses of ideas."""

from django.urls import include, path

from coproduce.instruments.ideas import views

app_name = "ideas"
_here = [
    path("", views.front, name="front"),
    path("new/", views.propose, name="propose"),
    path("slip/", views.slip, name="slip"),
    path("waiting/", views.waiting, name="waiting"),
    path("<int:number>/", views.idea, name="idea"),
    path("<int:number>/support/", views.support, name="support"),
    path("<int:number>/remark/", views.remark, name="remark"),
    path("<int:number>/change/", views.revise, name="revise"),
    path("<int:number>/take-back/", views.withdraw, name="withdraw"),
    path("<int:number>/moderate/", views.moderate, name="moderate"),
]
urlpatterns = [path("projects/<slug:slug>/<uuid:step_id>/ideas/", include(_here))]
