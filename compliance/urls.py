"""The site's addresses."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from compliance import views

# One way in: the desk's own, which counts the passwords tried.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("calendar/", views.calendar_page, name="calendar"),
    path("admin/", admin.site.urls),
    path("accounts/", include("compliance.accounts.urls")),
    path("", include("people.urls")),
    path("", include("filings.urls")),
]

handler400 = "compliance.hardening.errors.bad_request"
handler403 = "compliance.hardening.errors.forbidden"
handler404 = "compliance.hardening.errors.not_found"
