"""Addresses of coming in, and of who is what here.

Names that begin with ``account_`` are those under which allauth looks for them.
"""

from django.urls import include, path

from coproduce.people.arriving import views as arriving
from coproduce.people.settings import organisation_views, views

settings = [
    path("people/", views.people, name="people"),
    path("people/invite/", views.invited, name="invite"),
    path("people/<uuid:person_id>/", views.person, name="person"),
    path("people/<uuid:person_id>/end/", views.end, name="end"),
    path("organisations/", organisation_views.organisations, name="organisations"),
    path("organisations/<uuid:organisation_id>/", organisation_views.organisation, name="organisation"),
    path("organisations/<uuid:organisation_id>/fill/", organisation_views.fill, name="fill-seat"),
    path("organisations/<uuid:organisation_id>/vacate/", organisation_views.vacate, name="vacate-seat"),
]

urlpatterns = [
    path("sign-in/email/", arriving.ask, name="account_login"),
    path("sign-in/email/", arriving.ask, name="account_request_login_code"),
    path("sign-in/email/", arriving.ask, name="account_signup"),
    path("sign-in/code/", arriving.confirm, name="account_confirm_login_code"),
    path("sign-in/code/again/", arriving.again, name="sign-in-again"),
    path("settings/", include((settings, "people"))),
]
