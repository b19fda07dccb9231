"""Addresses of what is one's own."""

from django.urls import path

from coproduce.web.mine import views

app_name = "mine"
urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("mine/slip/", views.slip, name="slip"),
    path("mine/details/", views.details, name="details"),
    path("mine/data.zip", views.data, name="data"),
    path("mine/erase/", views.erasing, name="erase"),
    path("here-as/", views.here_as, name="here-as"),
    path("mine/erased/", views.erased, name="erased"),
]
