"""Addresses on which a joint project is begun."""

from django.urls import path

from coproduce.web.starting import views

app_name = "starting"
urlpatterns = [
    path("start/<slug:key>/", views.first, name="title"),
    path("start/<slug:key>/review/", views.review, name="review"),
    path("start/<slug:key>/<slug:page>/", views.page, name="page"),
    path("projects/<slug:slug>/again/", views.like_this, name="again"),
]
