"""The address of operations."""

from django.urls import path

from coproduce.web.operations import views

app_name = "operations"
urlpatterns = [path("operations/", views.operations, name="operations")]
