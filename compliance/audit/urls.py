"""Addresses of the log."""

from django.urls import path

from compliance.audit import views

urlpatterns = [
    path("", views.log_page, name="audit-log"),
    path("check/", views.log_check, name="audit-check"),
    path("file/", views.log_file, name="audit-file"),
    path("<str:kind>/<int:pk>/", views.record_history, name="audit-record"),
]
