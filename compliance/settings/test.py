"""Settings of the tests: a database in a folder of their own, fixed keys, fast password hashing."""

import atexit
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from compliance.settings.base import *  # noqa: F403
from compliance.settings.base import DATABASES, INSTALLED_APPS, STORAGES, env

# Their addresses are there; a test that signs in through a provider names one.
INSTALLED_APPS += ["allauth.socialaccount.providers.openid_connect"]
if find_spec("onelogin"):
    INSTALLED_APPS += ["allauth.socialaccount.providers.saml"]
SECRET_KEY = "for tests only"  # noqa: S105
FIELD_ENCRYPTION_KEYS = env.list(
    "FORM4DESK_FIELD_KEYS", default=["Zm9ybTRkZXNrIHRlc3RzIG9ubHksIG5vdCBhIGtleSE="]
)
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# One process counts for all.
SILENCED_SYSTEM_CHECKS = ["axes.W001"]
REQUIRE_MFA = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if "FORM4DESK_VAR" in env.ENVIRON:
    VAR_DIR = Path(env.str("FORM4DESK_VAR"))
else:
    VAR_DIR = Path(tempfile.mkdtemp(prefix="form4desk-tests-"))
    atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
MEDIA_ROOT = VAR_DIR / "files"
if "DATABASE_URL" not in env.ENVIRON:
    DATABASES["default"]["NAME"] = VAR_DIR / "tests.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "tests.sqlite3"}
