"""The settings: one file for every deployment; what differs comes from the environment.

docs/reference/settings.md lists every variable; a law checks that it does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from commonbeat.config import env

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(env.text("DATA", "var")).resolve()

# The demo is the only mode that starts without secrets of its own; it is for one machine.
DEMO = env.flag("DEMO")
DEBUG = False
RELEASE = "0.1.0"
_demo_secret = "only for the demonstration on this machine" if DEMO else ""
SECRET_KEY = env.secret("SECRET_KEY", default=_demo_secret)
MASTER_SECRET = env.secret("MASTER_SECRET", default=_demo_secret)

# The town, as residents know it.
TOWN_NAME = env.text("TOWN_NAME", "Riverbend")
SERVICE_NAME = env.text("SERVICE_NAME", "Riverbend Police")
EMERGENCY_NUMBER = env.text("EMERGENCY_NUMBER", "911")
NON_EMERGENCY_NUMBER = env.text("NON_EMERGENCY_NUMBER", "+1 819-555-0100")
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")
OPEN311_JURISDICTION = env.text("OPEN311_JURISDICTION", "riverbend")
OPEN311_MAY_USE_LOOPBACK = env.flag("OPEN311_MAY_USE_LOOPBACK")  # forwarding, for trying out
PHONE_REGION = env.text("PHONE_REGION", "CA")

# How long things are kept and how small a count may be shown (see `commonbeat privacy register`).
KEEP_NUMBERS_DAYS = env.number("KEEP_NUMBERS_DAYS", 30)
QUICK_EXIT_URL = env.text("QUICK_EXIT_URL", "https://weather.gc.ca/")
KEEP_TIPS_DAYS = env.number("KEEP_TIPS_DAYS", 90)
KEEP_PHOTOS_DAYS = env.number("KEEP_PHOTOS_DAYS", 180)
MINIMUM_CELL = env.number("MINIMUM_CELL", 10)
SURVEY_AGAIN_DAYS = env.number("SURVEY_AGAIN_DAYS", 90)

# Text messages and mail.
GATEWAY = env.text("GATEWAY", "console")
KANNEL_URL = env.text("KANNEL_URL", "http://127.0.0.1:13013/cgi-bin/sendsms")
KANNEL_USERNAME = env.text("KANNEL_USERNAME")
KANNEL_PASSWORD = env.text("KANNEL_PASSWORD")
GATEWAY_SECRET = env.text("GATEWAY_SECRET")
GATEWAY_CALLBACK_URL = env.text("GATEWAY_CALLBACK_URL", PUBLIC_URL).rstrip("/")
GATEWAY_TIMEOUT = 10  # seconds; then it is unknown whether the gateway has a text
TEXT_SENDER = env.text("TEXT_SENDER", "55500")
TWILIO_ACCOUNT_SID = env.text("TWILIO_ACCOUNT_SID")
TWILIO_AUTH_TOKEN = env.text("TWILIO_AUTH_TOKEN")
NOTIFY_URL = env.text("NOTIFY_URL")
NOTIFY_API_KEY = env.text("NOTIFY_API_KEY")
NOTIFY_TEMPLATE = env.text("NOTIFY_TEMPLATE")
EMAIL_HOST = env.text("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "commonbeat@localhost")

INSTALLED_APPS = [
    "commonbeat.core",
    "commonbeat.core.keyring",
    "commonbeat.ui",
    "commonbeat.domains.places",
    "commonbeat.domains.agencies",
    "commonbeat.domains.contact",
    "commonbeat.domains.calls",
    "commonbeat.domains.concerns",
    "commonbeat.domains.surveys",
    "commonbeat.domains.presence",
    "commonbeat.domains.publishing",
    "commonbeat.domains.hub",
    "commonbeat.domains.initiatives",
    "commonbeat.domains.hub.sealed",
    "commonbeat.portals",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "commonbeat.portals.middleware.PrivateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "commonbeat.portals.middleware.PortalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "commonbeat.config.urls"
WSGI_APPLICATION = "commonbeat.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            # The words of the Hub belong to its own portal, and to no other.
            "libraries": {"partners": "commonbeat.portals.partners.tags"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "commonbeat.portals.context.town",
            ],
        },
    }
]

DATABASES = {
    "default": env.database("DATABASE_URL", f"sqlite:///{DATA}/commonbeat.sqlite3"),
    "keys": env.database("KEYS_DATABASE_URL", f"sqlite:///{DATA}/keys.sqlite3"),
}
# On PostgreSQL one role may own the tables and migrate them while another, weaker one serves.
OWNER_DATABASES = {
    "default": env.optional_database("OWNER_DATABASE_URL"),
    "keys": env.optional_database("OWNER_KEYS_DATABASE_URL"),
}
SERVING_ROLES = {
    alias: env.serving_role(DATABASES[alias], owner) for alias, owner in OWNER_DATABASES.items()
}
DATABASE_ROUTERS = ["commonbeat.core.keyring.router.KeyringRouter"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Signing in.
AUTH_USER_MODEL = "agencies.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "staff:sign_in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username"]]
# By name alone: no address of a visitor is stored or trusted (it may be a proxy's).
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_RESET_ON_SUCCESS = True
# What was typed as a name is counted blind: it may be a password in the wrong box.
AXES_USERNAME_CALLABLE = "commonbeat.domains.agencies.blind.blind_name"
AXES_CLIENT_IP_CALLABLE = "commonbeat.domains.agencies.blind.no_address"
AXES_SENSITIVE_PARAMETERS = ["sign_in_name", "password", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_TEMPLATE = "staff/agencies/locked_out.html"
OTP_TOTP_ISSUER = SERVICE_NAME
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR", default=not DEMO)

# Languages. English and French are complete; 'xr' is a mirror of English for testing layout.
LANGUAGE_CODE = env.text("LANGUAGE", "en")
LANGUAGES: list[tuple[str, str | StrPromise]] = [("en", _("English")), ("fr", _("French"))]
if env.flag("MIRROR_LANGUAGE"):
    LANG_INFO["xr"] = {
        "bidi": True,
        "code": "xr",
        "name": "Mirrored",
        "name_local": "Mirrored",
    }
    LANGUAGES.append(("xr", "Mirrored"))
    LANGUAGES_BIDI = ["xr"]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.text("TIME_ZONE", "America/Toronto")
USE_TZ = True

# Static files: our own, hashed and compressed, kept for ever by the browser.
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.text(
            "STATIC_STORAGE", "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# The web.
_secure = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = env.items("HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _secure
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = _secure and env.flag("REDIRECT_TO_HTTPS", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _secure
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Not "no-referrer": under it browsers send forms with "Origin: null", which the check against
# forged requests must refuse. Nothing is sent to any other site either way.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# No request line, body or address of a visitor is logged; see core/logs.py.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_personal_data": {"()": "commonbeat.core.logs.NoPersonalData"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["no_personal_data"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "axes": {"level": "CRITICAL"},
        "django.server": {"handlers": [], "propagate": False},
        "django": {"handlers": [], "propagate": True},
    },
}
