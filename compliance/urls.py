"""The site's addresses."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from compliance import views

# One way in: the desk's own, which counts the passwords tried.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("calendar/", views.calendar_page, name="calendar"),
    path("audit/", include("compliance.audit.urls")),
    # And one place to change the own password: the one that tells the log and the person.
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("accounts/", include("compliance.accounts.urls")),
    path("", include("people.urls")),
    path("", include("filings.urls")),
]

handler400 = "compliance.hardening.errors.bad_request"
handler403 = "compliance.hardening.errors.forbidden"
handler404 = "compliance.hardening.errors.not_found"
