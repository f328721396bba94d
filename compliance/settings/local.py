"""The embedded default: one machine, no server. SQLite and files under ``var/``, the worker beside the web."""

import json

from cryptography.fernet import Fernet
from django.core.management.utils import get_random_secret_key

from compliance.settings.base import *  # noqa: F403
from compliance.settings.base import FIELD_ENCRYPTION_KEYS, STORAGES, VAR_DIR, env


def _local_keys() -> dict[str, str]:
    """The keys of this desk, made at its first start and kept beside its database, readable by its owner."""
    path = VAR_DIR / "keys.json"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(
            json.dumps({"secret": get_random_secret_key(), "field": Fernet.generate_key().decode()})
        )
    keys: dict[str, str] = json.loads(path.read_text())
    return keys


_keys = _local_keys()
SECRET_KEY = _keys["secret"]
FIELD_ENCRYPTION_KEYS = FIELD_ENCRYPTION_KEYS or [_keys["field"]]

DEBUG = env.bool("FORM4DESK_DEBUG", default=False)
# One process counts for all.
SILENCED_SYSTEM_CHECKS = ["axes.W001"]
REQUIRE_MFA = env.bool("FORM4DESK_REQUIRE_MFA", default=False)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
DEMO_DESK = True
