"""Addresses of coming in and going out."""

from django.urls import path

from coproduce.web.entrance import views

app_name = "entrance"
urlpatterns = [
    path("vote-code/", views.code, name="code"),
    path("vote-code/away/", views.away, name="away"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/demo/", views.demo, name="demo"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
