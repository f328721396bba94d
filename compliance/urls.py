"""The site's addresses."""

from django.contrib import admin
from django.urls import include, path

from compliance import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("calendar/", views.calendar_page, name="calendar"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("filings.urls")),
]
