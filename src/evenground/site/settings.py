"""Settings, read from the environment with safe defaults.

``EVENGROUND_HOME``   the folder that holds the database, uploads and the secret key (default ``./var``)
``DATABASE_URL``      ``postgres://user:password@host/name`` for a region; SQLite in the home folder when absent
``EVENGROUND_HOSTS``  addresses the site answers to, separated by commas (default: this machine only)
``EVENGROUND_HTTPS``  ``1`` when the site is served over HTTPS: cookies are then never sent in the clear
``EVENGROUND_DEMO``   ``1`` marks every page as made-up data and shows the mail that would have been sent
``EMAIL_URL``         ``smtp://user:password@host:port`` (``smtps`` for TLS); mail is kept in the home folder when absent
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from evenground.site.environment import database_from_url, email_from_url, secret_key

HOME = Path(os.environ.get("EVENGROUND_HOME", "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True, mode=0o700)

SECRET_KEY = secret_key(HOME)
DEBUG = os.environ.get("EVENGROUND_DEBUG") == "1"
# A home that holds made-up people says so on every page, however it is started.
DEMONSTRATION = os.environ.get("EVENGROUND_DEMO") == "1" or (HOME / "made_up").exists()
HTTPS = os.environ.get("EVENGROUND_HTTPS") == "1"
ALLOWED_HOSTS = os.environ.get("EVENGROUND_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
SITE_URL = os.environ.get("EVENGROUND_URL", "http://127.0.0.1:8000")

CONTEXTS = [
    "audit",
    "people",
    "cohorts",
    "teams",
    "registrations",
    "cigs",
    "workshops",
    "workbook",
    "datasets",
    "approvals",
    "equity",
    "outputs",
    "dashboard",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "evenground.design",
    *[f"evenground.programme.{context}" for context in CONTEXTS],
    "evenground.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # A page nobody opened to the public asks for a sign-in.
    "evenground.site.middleware.SignInRequired",
    "evenground.site.middleware.known_person",
    "evenground.site.middleware.no_blank_page",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "evenground.site.urls"
ASGI_APPLICATION = "evenground.site.asgi.application"
WSGI_APPLICATION = None

_CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "evenground.site.context.page",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "OPTIONS": {
            "environment": "evenground.design.environment.environment",
            "context_processors": _CONTEXT_PROCESSORS,
        },
    },
    {  # only for the mail that the sign-in library writes
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT_PROCESSORS},
    },
]

DATABASES = {"default": database_from_url(os.environ.get("DATABASE_URL"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and signing in
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "evenground.programme.people.signing_in.Adapter"
ACCOUNT_FORMS = {
    "login": "evenground.programme.people.forms.SignInForm",
    "request_login_code": "evenground.programme.people.forms.AskForCodeForm",
    "confirm_login_code": "evenground.programme.people.forms.CodeForm",
    "set_password": "evenground.programme.people.forms.SetPasswordForm",
    "change_password": "evenground.programme.people.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the invitation or the code sent to it
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Evenground: "
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no third cookie, and no names in one
CSRF_FAILURE_VIEW = "evenground.site.views.stale_form"

# What a browser may load: our own files and nothing else
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # left to the proxy in front, which also serves health checks
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 30 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
LARGEST_UPLOAD = 200 * 1024 * 1024  # bytes; said on every page that takes a file
FILE_UPLOAD_PERMISSIONS = 0o600

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

vars().update(email_from_url(os.environ.get("EMAIL_URL"), HOME))
DEFAULT_FROM_EMAIL = os.environ.get("EVENGROUND_FROM", "Evenground <no-reply@localhost>")

# Addresses and error types only: never a person's name, words or e-mail address.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "logging.Formatter" if DEBUG else "evenground.site.log.WithoutWords",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
