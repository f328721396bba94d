"""What every desk has in common. The environment is read here and in ``production`` only, typed, once."""

import datetime as dt
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from compliance.settings.providers import openid_connect, origins, saml

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

# Everything made at run time lies under one folder: database, files, keys of the local desk.
VAR_DIR = Path(env.str("FORM4DESK_VAR", default=str(BASE_DIR / "var")))

DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "compliance",
    "compliance.audit",
    "people",
    "filings",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "compliance.hardening.redaction.RedactionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "compliance.hardening.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "compliance.hardening.uploads.RequestSizeMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "compliance.accounts.second_factor.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "compliance.urls"
WSGI_APPLICATION = "compliance.wsgi.application"
ASGI_APPLICATION = "compliance.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "compliance.context.desk",
            ],
            "builtins": ["compliance.templatetags.desk", "filings.templatetags.filings"],
        },
    }
]

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'form4desk.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Web threads and the worker write to one file: take the write lock when a transaction begins, so
        # that a read followed by a write cannot fail, and wait for it instead of giving up.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "compliance.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_validators = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_validators}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_validators}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_validators}.CommonPasswordValidator"},
    {"NAME": f"{_validators}.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "queue"
ACCOUNT_ADAPTER = "compliance.accounts.adapters.DeskAccountAdapter"
ACCOUNT_FORMS = {"login": "compliance.accounts.forms.DeskLoginForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Form 4 Desk: "
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# Beside the lockout below, which counts for one address: what all addresses together may try on one login.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,10/5m/key"}

# A second factor. Where it is required, nobody gets any further without one.
REQUIRE_MFA = env.bool("FORM4DESK_REQUIRE_MFA", default=True)
MFA_ADAPTER = "compliance.accounts.adapters.DeskMFAAdapter"
MFA_FORMS = {
    "activate_totp": "compliance.accounts.forms.AppForm",
    "authenticate": "compliance.accounts.forms.CodeForm",
    "reauthenticate": "compliance.accounts.forms.CodeAgainForm",
}
# Addresses are an administrator's word, and are not verified once more.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey is both factors in one: what one has, and a PIN or a fingerprint that opens it.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Form 4 Desk"
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_ADAPTER = "compliance.accounts.adapters.DeskSessionsAdapter"

# Whoever signs proves anew who they are. 0: for each signature; otherwise so many minutes serve for all.
SIGNING_PROOF_MINUTES = env.int("FORM4DESK_PROOF_MINUTES", default=0)
# From the proof to what it is for, seconds: time to read the report once more.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * (SIGNING_PROOF_MINUTES or 10)

# Identity providers. Nobody gets an account by one: whom the desk does not know is turned away.
SOCIALACCOUNT_ADAPTER = "compliance.accounts.providers.DeskSocialAccountAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
# Whether the provider's second factor counts: "never", "stated" (where its token says so) or "always".
PROVIDER_MFA = env.str("FORM4DESK_PROVIDER_MFA", default="never")
if PROVIDER_MFA not in {"never", "stated", "always"}:
    raise ImproperlyConfigured("FORM4DESK_PROVIDER_MFA is never, stated or always.")
for _name, _provider in (("openid_connect", openid_connect(env)), ("saml", saml(env))):
    if _provider:
        INSTALLED_APPS.append(f"allauth.socialaccount.providers.{_name}")
        SOCIALACCOUNT_PROVIDERS[_name] = _provider

# Lockout: after so many failures of one login from one address, for so long.
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "compliance.accounts.lockout.login_tried"
AXES_CLIENT_IP_CALLABLE = "compliance.accounts.lockout.client_address"
AXES_LOCKOUT_CALLABLE = "compliance.accounts.lockout.locked_out_page"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# What rate limits and lockouts count in. With Redis all processes count together.
CACHE_URL = env.str("FORM4DESK_CACHE_URL", default=env.str("CELERY_BROKER_URL", default=""))
CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if CACHE_URL.startswith(("redis:", "rediss:")):
    CACHES["default"] = {
        "BACKEND": "compliance.hardening.cache.RedisOrMemory",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "form4desk",
        "OPTIONS": {
            "serializer": "compliance.hardening.cache.JsonSerializer",
            "socket_connect_timeout": 1,
            "socket_timeout": 1,
        },
    }

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/New_York"
USE_TZ = True
USE_I18N = False
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
_bootstrap = find_spec("bootstrap")
if _bootstrap is None or not _bootstrap.submodule_search_locations:
    raise ImportError("The package bootstrap-wrapper is missing: install requirements/run.txt.")
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", Path(_bootstrap.submodule_search_locations[0])),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Rendered documents and scans. Never under a public address: views hand them out one by one.
MEDIA_ROOT = VAR_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAX_SCAN_BYTES = 15 * 1024 * 1024
# One import of past filings. Beyond so many files, people hand in a ZIP.
MAX_IMPORT_BYTES = 500 * 1024 * 1024
MAX_IMPORT_FILES = 1000
# Any other request; an address that takes more says so itself (compliance.hardening.uploads).
MAX_REQUEST_BYTES = MAX_SCAN_BYTES + 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = MAX_IMPORT_FILES + 1  # so that the page itself can say what is too much

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# How long a worker may hold a rendering before another one takes it over. The slowest document takes seconds.
RENDER_LEASE = dt.timedelta(seconds=env.int("FORM4DESK_RENDER_LEASE", default=60))
# How often every worker looks for work that was lost or is due again. Seconds.
SWEEP_SECONDS = env.float("FORM4DESK_SWEEP", default=20)

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="memory://localhost/")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A process that hangs beyond its lease is ended, or it would hang for good.
CELERY_TASK_TIME_LIMIT = RENDER_LEASE.total_seconds()
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
# The job's row is what remembers work, so a broker that is down must not hold up the person who signs.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"polling_interval": 0.01}
    if CELERY_BROKER_URL.startswith("memory:")
    else {"socket_connect_timeout": 2, "socket_timeout": 5}
)

# Keys of all that is encrypted at rest (CCCs, second factors, sessions), newest first: Fernet keys, base64.
FIELD_ENCRYPTION_KEYS: list[str] = env.list("FORM4DESK_FIELD_KEYS", default=[])

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

SESSION_SERIALIZER = "compliance.accounts.sessions.SealedSerializer"
SESSION_COOKIE_AGE = env.int("FORM4DESK_SESSION_HOURS", default=12) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # who comes back from an identity provider still has the session
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# The secret of the browser in which an insider opened the link to the own draft.
CONFIRM_COOKIE_NAME = "form4desk-confirm"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "compliance.hardening.errors.form_too_old"
# Not in a cookie: messages name people.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [
            SELF,
            "data:",
        ],  # the arrows and ticks in Bootstrap's style sheet, the code that is scanned
        "connect-src": [SELF],
        "form-action": [SELF, *origins(env)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

ADMINS = [(address, address) for address in env.list("FORM4DESK_ADMINS", default=[])]
DEFAULT_EXCEPTION_REPORTER = "compliance.hardening.redaction.RedactedReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "compliance.hardening.redaction.NothingShown"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "redacted": {"()": "compliance.hardening.redaction.Redacting"},
        "not_debugging": {"()": "django.utils.log.RequireDebugFalse"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["redacted"]},
        "administrators": {
            "class": "django.utils.log.AdminEmailHandler",
            "level": "ERROR",
            "filters": ["not_debugging", "redacted"],
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "compliance": {"level": "INFO"},
        "people": {"level": "INFO"},
        "filings": {"level": "INFO"},
        # In the place of Django's own handlers, which redact nothing.
        "django": {"handlers": ["administrators"], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # Each failure is in the event log, by its user; here there is nothing more to know.
        "axes": {"level": "ERROR"},
    },
}

DEMO_DESK = False
