"""Addresses of people, issuers and powers of attorney."""

from django.urls import path

from people.views import issuers, owners, powers

urlpatterns = [
    path("people/", owners.people, name="people"),
    path("people/new/", owners.owner_new, name="owner-new"),
    path("people/<int:pk>/", owners.owner, name="owner"),
    path("people/<int:pk>/edit/", owners.owner_edit, name="owner-edit"),
    path("people/<int:pk>/ccc/", owners.owner_ccc, name="owner-ccc"),
    path("people/<int:pk>/positions/new/", owners.position_new, name="owner-position-new"),
    path("people/<int:pk>/positions/<int:position>/", owners.position_edit, name="owner-position-edit"),
    path("people/<int:pk>/positions/<int:position>/end/", owners.position_end_day, name="owner-position-end"),
    path("issuers/", issuers.issuers, name="issuers"),
    path("issuers/new/", issuers.issuer_new, name="issuer-new"),
    path("issuers/<int:pk>/", issuers.issuer, name="issuer"),
    path("issuers/<int:pk>/edit/", issuers.issuer_edit, name="issuer-edit"),
    path("issuers/<int:pk>/classes/new/", issuers.class_new, name="issuer-class-new"),
    path("issuers/<int:pk>/classes/<int:security_class>/", issuers.class_edit, name="issuer-class-edit"),
    path(
        "issuers/<int:pk>/classes/<int:security_class>/remove/",
        issuers.class_remove,
        name="issuer-class-remove",
    ),
    path("powers/", powers.powers, name="powers"),
    path("powers/new/", powers.power_new, name="power-new"),
    path("powers/<int:pk>/", powers.power, name="power"),
    path("powers/<int:pk>/edit/", powers.power_edit, name="power-edit"),
    path("powers/<int:pk>/revoke/", powers.power_revoke, name="power-revoke"),
    path(
        "powers/<int:pk>/attorneys/<int:attorney>/end/", powers.power_attorney_end, name="power-attorney-end"
    ),
    path("powers/<int:pk>/scan/", powers.power_scan, name="power-scan"),
    path("powers/<int:pk>/scan/new/", powers.power_scan_new, name="power-scan-new"),
]
