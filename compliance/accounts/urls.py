"""The addresses of accounts: of allauth's, those that the desk has a use for, and the desk's own."""

from allauth.account.urls import urlpatterns as account_patterns
from allauth.socialaccount.urls import urlpatterns as provider_patterns
from allauth.urls import build_provider_urlpatterns
from django.urls import include, path

from compliance.accounts import views

# People neither sign up nor change their e-mail address: it is what an identity provider vouches for.
_ACCOUNT = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reauthenticate",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
_PROVIDER = {"socialaccount_login_cancelled", "socialaccount_login_error"}

urlpatterns = [
    *(one for one in account_patterns if one.name in _ACCOUNT),
    path("password/set/", views.no_password, name="account_set_password"),
    path("prove/", views.prove, name="prove"),
    path("prove/provider/", views.prove_at_provider, name="prove-at-provider"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("sessions/<int:pk>/end/", views.session_end, name="session-end"),
    path("3rdparty/", include([one for one in provider_patterns if one.name in _PROVIDER])),
    *build_provider_urlpatterns(),
]
