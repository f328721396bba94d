"""The identity providers of a desk, as its environment names them."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

_SAML_ATTRIBUTES = {
    "email": [
        "email",
        "mail",
        "urn:oid:0.9.2342.19200300.100.1.3",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    ],
    "email_verified": ["email_verified", "http://schemas.auth0.com/email_verified"],
}


def openid_connect(env: Env) -> dict[str, Any] | None:
    """The provider that ``FORM4DESK_OIDC_ISSUER`` names; ``None`` where it is not set."""
    issuer = env.str("FORM4DESK_OIDC_ISSUER", default="")
    if not issuer:
        return None
    return {
        "OAUTH_PKCE_ENABLED": True,
        "VERIFIED_EMAIL": env.bool("FORM4DESK_OIDC_TRUST_EMAIL", default=False),
        "APPS": [
            {
                "provider_id": "company",
                "name": env.str("FORM4DESK_OIDC_NAME", default="your company's login"),
                "client_id": env.str("FORM4DESK_OIDC_CLIENT_ID"),
                "secret": env.str("FORM4DESK_OIDC_CLIENT_SECRET"),
                "settings": {"server_url": issuer},
            }
        ],
    }


def saml(env: Env) -> dict[str, Any] | None:
    """The provider that ``FORM4DESK_SAML_ENTITY_ID`` names; ``None`` where it is not set.

    Raises ``ImproperlyConfigured`` when its library is not installed.
    """
    entity_id = env.str("FORM4DESK_SAML_ENTITY_ID", default="")
    if not entity_id:
        return None
    if find_spec("onelogin") is None:
        raise ImproperlyConfigured(
            "FORM4DESK_SAML_ENTITY_ID is set, and the library for SAML is not installed: "
            "python -m pip install --require-hashes -r requirements/saml.txt"
        )
    return {
        "VERIFIED_EMAIL": env.bool("FORM4DESK_SAML_TRUST_EMAIL", default=False),
        "APPS": [
            {
                "provider_id": entity_id,
                "name": env.str("FORM4DESK_SAML_NAME", default="your company's login"),
                "client_id": "company",
                "settings": {
                    "idp": {
                        "entity_id": entity_id,
                        "sso_url": env.str("FORM4DESK_SAML_SSO_URL"),
                        "x509cert": env.str("FORM4DESK_SAML_CERTIFICATE"),
                    },
                    "attribute_mapping": _SAML_ATTRIBUTES,
                    "advanced": {
                        "reject_idp_initiated_sso": True,
                        "want_assertion_signed": True,
                        "want_message_signed": False,
                    },
                },
            }
        ],
    }


def origins(env: Env) -> list[str]:
    """Where the desk's forms may lead besides to itself: the origins of its identity providers.

    The authorization endpoint of a provider may lie elsewhere than its issuer; ``FORM4DESK_PROVIDER_ORIGINS``
    names those.
    """
    addresses = [
        env.str("FORM4DESK_OIDC_ISSUER", default=""),
        env.str("FORM4DESK_SAML_SSO_URL", default=""),
    ]
    parts = [urlsplit(address) for address in addresses if address]
    named = env.list("FORM4DESK_PROVIDER_ORIGINS", default=[])
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts} | set(named))
