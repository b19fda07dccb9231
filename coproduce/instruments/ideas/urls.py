"""Addresses of ideas."""

from django.urls import include, path

from coproduce.instruments.ideas import moderating, views

app_name = "ideas"
_here = [
    path("", views.front, name="front"),
    path("new/", views.propose, name="propose"),
    path("slip/", views.slip, name="slip"),
    path("waiting/", moderating.waiting, name="waiting"),
    path("waiting/<uuid:concern_id>/", moderating.answer_worry, name="answer-worry"),
    path("ideas.csv", views.as_csv, name="csv"),
    path("ideas.json", views.as_json, name="json"),
    path("map/", views.mapped, name="map"),
    path("<int:number>/", views.idea, name="idea"),
    path("<int:number>/support/", views.support, name="support"),
    path("<int:number>/remark/", views.remark, name="remark"),
    path("<int:number>/change/", views.revise, name="revise"),
    path("<int:number>/take-back/", views.withdraw, name="withdraw"),
    path("<int:number>/moderate/", moderating.moderate, name="moderate"),
    path("<int:number>/remark/<uuid:remark_id>/", moderating.moderate_remark, name="moderate-remark"),
    path("<int:number>/picture/", views.picture, name="picture"),
    path("<int:number>/worrying/", views.worry, name="worry"),
]
urlpatterns = [path("projects/<slug:slug>/<uuid:step_id>/ideas/", include(_here))]
