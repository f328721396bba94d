"""Settings of a served desk. Whatever is missing from the environment stops the start with its name."""

from compliance.settings.base import *  # noqa: F403
from compliance.settings.base import env

# A served desk has its own database and broker: the embedded ones belong to one process on one machine.
env.str("DATABASE_URL")
env.str("CELERY_BROKER_URL")
SECRET_KEY = env.str("FORM4DESK_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("FORM4DESK_SECRET_KEY_FALLBACKS", default=[])
FIELD_ENCRYPTION_KEYS = env.list("FORM4DESK_FIELD_KEYS")
ALLOWED_HOSTS = env.list("FORM4DESK_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("FORM4DESK_ORIGINS", default=[f"https://{host}" for host in ALLOWED_HOSTS])

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Browsers keep a cookie of such a name only from this very host, over TLS, for all of its paths.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
CONFIRM_COOKIE_NAME = "__Host-confirm"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FORM4DESK_FROM", default="form4desk@localhost")
