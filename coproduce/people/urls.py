"""Addresses of coming in. Names that begin with ``account_`` are those under which allauth looks for them."""

from django.urls import path

from coproduce.people.arriving import views as arriving

urlpatterns = [
    path("sign-in/email/", arriving.ask, name="account_login"),
    path("sign-in/email/", arriving.ask, name="account_request_login_code"),
    path("sign-in/email/", arriving.ask, name="account_signup"),
    path("sign-in/code/", arriving.confirm, name="account_confirm_login_code"),
    path("sign-in/code/again/", arriving.again, name="sign-in-again"),
]
