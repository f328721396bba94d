"""Signing in through the company's identity provider: who gets in by it, and what its word is good for."""

import time
from collections.abc import Iterator

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from environ import Env

from compliance.models import User
from compliance.settings import providers
from compliance.settings.providers import openid_connect, origins, saml
from tests.compliance.signing_in import code, told_of, with_app
from tests.filings.harborwell import PASSWORD
from tests.filings.views.pages import words
from tests.services.identity_provider import CLIENT, SECRET, IdentityProvider, identity_provider

LOGIN = "/accounts/oidc/company/login/"


@pytest.fixture
def provider(settings) -> Iterator[IdentityProvider]:
    """The provider, and a desk that knows it."""
    with identity_provider() as running:
        env = environment(
            FORM4DESK_OIDC_ISSUER=running.url,
            FORM4DESK_OIDC_CLIENT_ID=CLIENT,
            FORM4DESK_OIDC_CLIENT_SECRET=SECRET,
            FORM4DESK_OIDC_NAME="Harborwell",
        )
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": openid_connect(env)}
        yield running


def environment(**values: str) -> Env:
    class Given(Env):
        ENVIRON = values

    return Given()


def come_back(client: Client, provider: IdentityProvider, **claims):
    """Go to the provider, sign in there, and come back."""
    sent = client.post(LOGIN)
    assert sent.headers["Location"].startswith(f"{provider.url}/authorize?")
    return client.get(provider.sign_in(sent.headers["Location"], **claims))


def vouched(user: User, **claims):
    return {"sub": f"subject-{user.username}", "email": user.email, "email_verified": True} | claims


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("queue")).status_code == 200


def test_the_sign_in_page_offers_it(client, desk, provider):
    assert "Sign in with Harborwell" in words(client.get(reverse("account_login")))


def test_an_account_with_the_address_that_the_provider_vouches_for_is_opened(client, desk, provider):
    come_back(client, provider, **vouched(desk.dana, email=desk.dana.email.upper()))
    assert is_signed_in(client)
    assert SocialAccount.objects.get(user=desk.dana).uid == "subject-dana"
    assert told_of(desk.dana) == [
        "– was tied to the login “subject-dana” at Harborwell",
        "Dana Okafor signed in with the identity provider from 127.0.0.1",
    ]
    assert desk.dana.check_password(PASSWORD)  # and nobody's password is wiped by it


def test_from_then_on_the_subject_counts_and_not_the_address(client, desk, provider):
    come_back(client, provider, **vouched(desk.dana))
    client.post(reverse("account_logout"))
    User.objects.filter(pk=desk.dana.pk).update(email="dana.new@harborwell.example")
    come_back(client, provider, **vouched(desk.dana, email=desk.ruth.email))
    assert client.session["_auth_user_id"] == str(desk.dana.pk)


def test_the_code_goes_with_the_proof_of_who_asked_for_it(client, desk, provider):
    come_back(client, provider, **vouched(desk.dana))
    assert provider.asked[0]["code_challenge_method"] == "S256"
    assert provider.exchanged[0]["code_verifier"]


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"email_verified": False}, "does not vouch for your e-mail address"),
        ({"email": "somebody@else.example"}, "no open account with the address somebody@else.example"),
        ({"email": ""}, "does not vouch"),
    ],
)
def test_whom_the_desk_does_not_know_is_turned_away_and_gets_no_account(client, desk, provider, claims, said):
    before = User.objects.count()
    response = come_back(client, provider, **vouched(desk.dana, **claims))
    assert response.status_code == 403
    assert said in words(response)
    assert not is_signed_in(client)
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()


def test_an_account_that_was_closed_stays_closed(client, desk, provider):
    come_back(client, provider, **vouched(desk.dana))
    client.post(reverse("account_logout"))
    User.objects.filter(pk=desk.dana.pk).update(is_active=False)
    come_back(client, provider, **vouched(desk.dana))
    assert not is_signed_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(client, desk, provider):
    client.post(LOGIN)
    made_up = provider.sign_in(f"{provider.url}/authorize?redirect_uri={LOGIN}callback/&state=made-up")
    assert client.get(made_up).status_code == 401
    assert not is_signed_in(client)


def test_a_code_that_was_used_before_is_refused(client, desk, provider):
    back = provider.sign_in(client.post(LOGIN).headers["Location"], **vouched(desk.dana))
    client.get(back)
    again = Client()
    again.post(LOGIN)
    assert again.get(back).status_code == 401
    assert not is_signed_in(again)


def test_nobody_ties_the_own_account_to_another_login_of_the_provider(desk, provider):
    thief = Client()
    thief.force_login(desk.dana, backend="django.contrib.auth.backends.ModelBackend")
    sent = thief.post(f"{LOGIN}?process=connect").headers["Location"]
    thief.get(provider.sign_in(sent, sub="the-thief", email="thief@elsewhere.example", email_verified=True))
    assert not SocialAccount.objects.exists()


# Its second factor


def test_the_second_factor_of_the_desk_is_asked_for_as_well(client, desk, provider):
    with_app(desk.dana)
    response = come_back(client, provider, **vouched(desk.dana))
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("trusted", "stated", "opens"),
    [
        ("never", ["pwd", "mfa"], False),
        ("stated", ["pwd", "mfa"], True),
        ("stated", ["pwd", "otp"], True),
        ("stated", "mfa", True),
        ("stated", ["pwd"], False),
        ("stated", None, False),
        ("always", ["pwd"], True),
    ],
)
def test_the_second_factor_of_the_provider_counts_as_far_as_the_desk_trusts_it(
    client, desk, provider, settings, trusted, stated, opens
):
    settings.REQUIRE_MFA, settings.PROVIDER_MFA = True, trusted
    come_back(client, provider, **vouched(desk.dana, amr=stated))
    assert is_signed_in(client) is opens


def test_the_trust_in_one_session_is_not_that_of_the_next(client, desk, provider, settings):
    settings.REQUIRE_MFA, settings.PROVIDER_MFA = True, "stated"
    come_back(client, provider, **vouched(desk.dana, amr=["mfa"]))
    client.post(reverse("account_logout"))
    come_back(client, provider, **vouched(desk.dana, amr=["pwd"]))
    assert not is_signed_in(client)


# Proof at the provider


@pytest.fixture
def dana(client, desk, provider) -> Client:
    """Dana's browser; she has signed in through the provider and has no password here."""
    desk.dana.set_unusable_password()
    desk.dana.save()
    come_back(client, provider, **vouched(desk.dana))
    return client


def prove(client: Client, provider: IdentityProvider, **claims):
    asked = client.post(reverse("prove-at-provider"), {"next": "/filings/"}).headers["Location"]
    response = client.get(provider.sign_in(asked, **claims))
    return client.get(response.headers["Location"])


def is_proven(client: Client) -> bool:
    return client.get(reverse("mfa_activate_totp")).status_code == 200


def test_somebody_without_a_password_proves_it_at_the_provider(dana, desk, provider, settings):
    settings.PROVIDER_MFA = "stated"
    with_app(desk.dana)
    assert "Sign in again with Harborwell" in words(dana.get(reverse("prove")))
    back = prove(dana, provider, **vouched(desk.dana, amr=["mfa"]))
    assert back.headers["Location"] == "/filings/"
    assert provider.asked[-1]["prompt"] == "login"
    assert provider.asked[-1]["max_age"] == "0"
    assert dana.get(reverse("mfa_deactivate_totp")).status_code == 200


def test_a_login_at_the_provider_of_this_morning_proves_nothing(dana, desk, provider):
    with_app(desk.dana)
    back = prove(dana, provider, **vouched(desk.dana, auth_time=int(time.time()) - 3600))
    assert "did not ask for your login again" in words(back)


def test_somebody_elses_login_at_the_provider_proves_nothing(dana, desk, provider):
    with_app(desk.dana)
    back = prove(dana, provider, **vouched(desk.ruth))
    assert "somebody else's login" in words(back)
    assert dana.session["_auth_user_id"] == str(desk.dana.pk)


def test_a_second_factor_here_is_still_asked_for_where_the_provider_states_none(dana, desk, provider):
    with_app(desk.dana)
    back = prove(dana, provider, **vouched(desk.dana, amr=["pwd"]))
    assert back.status_code == 200
    assert "Code" in words(back)
    assert (
        dana.post(reverse("prove"), {"code": code(), "next": "/filings/"}).headers["Location"] == "/filings/"
    )


# Settings


def test_no_provider_is_there_unless_it_is_named():
    assert openid_connect(environment()) is None
    assert saml(environment()) is None
    assert origins(environment()) == []


def test_forms_may_lead_to_the_provider_and_nowhere_else():
    env = environment(
        FORM4DESK_OIDC_ISSUER="https://login.harborwell.example/tenant/v2.0",
        FORM4DESK_PROVIDER_ORIGINS="https://sts.harborwell.example",
    )
    assert origins(env) == ["https://login.harborwell.example", "https://sts.harborwell.example"]


def test_saml_without_its_library_stops_the_start_with_what_to_do(monkeypatch):
    monkeypatch.setattr(providers, "find_spec", lambda _: None)
    with pytest.raises(ImproperlyConfigured, match=r"pip install --require-hashes -r requirements/saml\.txt"):
        saml(environment(FORM4DESK_SAML_ENTITY_ID="https://idp.harborwell.example"))
