"""Django's settings, from the environment (see ``environment`` and docs/settings.md).

There is no debug mode and no Django admin: the admin would walk round every
rule, and a debug page shows strangers what they brought and who else is here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from coproduce.web.environment import BadSetting, Environment
from coproduce.web.letters import mail

_HERE = Path(__file__).resolve().parent
_env = Environment()

DATA = Path(_env.text("COPRODUCE_DATA")).absolute()
SECRET_KEY = _env.secret("COPRODUCE_SECRET_KEY", DATA)
DEBUG = False
ALLOWED_HOSTS = _env.names("COPRODUCE_HOSTS")
_HTTPS = _env.yes("COPRODUCE_HTTPS")
CSRF_TRUSTED_ORIGINS = (
    [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if host != "*"] if _HTTPS else []
)

COPRODUCE_PROXIES = _env.whole("COPRODUCE_PROXIES", least=0, most=9)
COPRODUCE_PLACE = _env.text("COPRODUCE_PLACE")
COPRODUCE_WORRIED = _env.text("COPRODUCE_WORRIED")
COPRODUCE_PHONE = _env.text("COPRODUCE_PHONE")
COPRODUCE_LENT_KEYS = dict(pair.split("=", 1) for pair in _env.names("COPRODUCE_LENT_KEYS"))
COPRODUCE_DEMO = _env.yes("COPRODUCE_DEMO")
COPRODUCE_LISTEN = _env.text("COPRODUCE_LISTEN")
COPRODUCE_WORKERS = _env.whole("COPRODUCE_WORKERS", least=1, most=256)
COPRODUCE_THREADS = _env.whole("COPRODUCE_THREADS", least=1, most=256)
COPRODUCE_COUNT_SECONDS = _env.whole("COPRODUCE_COUNT_SECONDS", least=0, most=3600)
COPRODUCE_UPLOAD_MB = _env.whole("COPRODUCE_UPLOAD_MB", least=1, most=256)
COPRODUCE_KEEP_HOURS = _env.whole("COPRODUCE_KEEP_HOURS", least=1, most=24 * 30)
COPRODUCE_UPLOADS_PER_HOUR = _env.whole("COPRODUCE_UPLOADS_PER_HOUR", least=1, most=1_000_000)
COPRODUCE_BODY_LIMIT = COPRODUCE_UPLOAD_MB * 1_000_000 + 64_000
COPRODUCE_NAV = (
    ("Joint projects", "projects:list"),
    ("Services", "register:services"),
    ("Ways of working", "ways:list"),
    ("Find my answer", "projects:find"),
    ("Voting code", "entrance:code"),
)
COPRODUCE_NAV_SELF = {True: ("My page", "mine:mine"), False: ("Sign in", "entrance:sign-in")}
COPRODUCE_ANSWER = "coproduce.web.answers.answer"

INSTALLED_APPS = [
    "coproduce.web",
    "coproduce.web.entrance",
    "coproduce.web.mine",
    "coproduce.web.leading",
    "coproduce.web.operations",
    "coproduce.web.projects",
    "coproduce.web.telling",
    "coproduce.web.starting",
    "coproduce.web.ways",
    "coproduce.web.trycount",
    "coproduce.conduct",
    "coproduce.instruments.answer",
    "coproduce.instruments.ballot",
    "coproduce.instruments.budget",
    "coproduce.instruments.delivery",
    "coproduce.instruments.ideas",
    "coproduce.decisions",
    "coproduce.ledger",
    "coproduce.occasions",
    "coproduce.proceedings",
    "coproduce.register",
    "coproduce.people",
    "coproduce.catalogue",
    "coproduce.ui",
    "coproduce.core",
    "allauth",
    "allauth.account",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
]

MIDDLEWARE = [
    "coproduce.core.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "coproduce.core.middleware.Headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "coproduce.core.middleware.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coproduce.people.presence.Presence",
    "coproduce.core.middleware.DeedMiddleware",
    "coproduce.web.projects.starting.StartsStages",
]

ROOT_URLCONF = "coproduce.web.urls"
WSGI_APPLICATION = "coproduce.web.wsgi.application"
CSRF_FAILURE_VIEW = "coproduce.web.answers.csrf_failed"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "coproduce.ui.frame.frame",
            ],
        },
    }
]
FORM_RENDERER = "coproduce.ui.renderer.Renderer"


def database(url: str) -> dict[str, Any]:
    """The database at ``url``, with what each kind needs so that nothing acknowledged is lost.

    SQLite: WAL so that readers never wait; FULL so that a power cut loses nothing;
    IMMEDIATE so that two writers queue instead of failing; what is deleted is overwritten.
    """
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, KeyError, dj_database_url.UnknownSchemeError):
        raise BadSetting(
            "DATABASE_URL is not an address of a database; write sqlite:///path or postgres://user:password@host/name"
        ) from None
    engine = str(found.get("ENGINE", ""))
    if engine.endswith("sqlite3"):
        found["OPTIONS"] = {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;",
        }
        found["CONN_MAX_AGE"] = 600
    elif engine.endswith("postgresql"):
        found["CONN_MAX_AGE"] = 600
        found["CONN_HEALTH_CHECKS"] = True
    else:
        raise BadSetting("DATABASE_URL names a database that is not supported; use sqlite or postgres")
    found["ATOMIC_REQUESTS"] = False
    return found


DATABASES = {"default": database(_env.text("DATABASE_URL") or f"sqlite:///{DATA / 'coproduce.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "coproduce_cache"}
}

COPRODUCE_SIGN_UP = _env.yes("COPRODUCE_SIGN_UP")
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "mine:mine"
ACCOUNT_ADAPTER = "coproduce.people.arriving.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = True
# For one address at a time; a whole town hall may stand behind one line (see people/arriving/views.py).
ACCOUNT_RATE_LIMITS = {"request_login_code": "5/10m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = COPRODUCE_PROXIES

DEFAULT_FROM_EMAIL = SERVER_EMAIL = _env.text("COPRODUCE_MAIL_FROM")
EMAIL_TIMEOUT = 20
_mail = mail(_env, DATA)
EMAIL_BACKEND = _mail["BACKEND"]
EMAIL_FILE_PATH = _mail["FILES"]
EMAIL_HOST, EMAIL_PORT = _mail["HOST"], _mail["PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["USER"], _mail["PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["TLS"], _mail["SSL"]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

COPRODUCE_UPLOADS, COPRODUCE_OUTBOX = DATA / "uploads", DATA / "outbox"

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "coproduce.ui.static_storage.HashedStatic"},
}

SESSION_COOKIE_NAME = "coproduce_visit"
SESSION_COOKIE_AGE = COPRODUCE_KEEP_HOURS * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if COPRODUCE_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FILES = 2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "coproduce.core.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"coproduce.requests": {"level": "INFO" if _env.yes("COPRODUCE_LOG_REQUESTS") else "WARNING"}},
}
