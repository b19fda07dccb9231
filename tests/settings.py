"""Settings of the test run: the site's own, or bare ones where there is no site."""

from importlib.util import find_spec

if find_spec("coproduce.web") and find_spec("coproduce.web.settings"):
    from coproduce.web.settings import *  # noqa: F403

    # The live server finds files by their plain names; hashed ones would answer 404 and no test would notice.
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
else:
    SECRET_KEY = "only for tests"
    INSTALLED_APPS: list[str] = []
    USE_TZ = True
