"""Settings of the test run: the site's own, with nothing left on the disk and plain names of static files."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("COPRODUCE_SECRET_KEY", "only-for-tests-" * 4)
os.environ.setdefault("COPRODUCE_COUNT_SECONDS", "0")
os.environ.setdefault("COPRODUCE_DATA", tempfile.mkdtemp(prefix="coproduce-tests-"))

from coproduce.web.settings import *  # noqa: F403
from coproduce.web.settings import DATABASES, STORAGES

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

# The live server finds files by their plain names; hashed ones would answer 404 and no test would notice.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that WAL and locking are as on a real site and the live server's threads share it.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["COPRODUCE_DATA"]) / "test.sqlite3")}

STATIC_ROOT = Path(os.environ["COPRODUCE_DATA"]) / "static"
STATIC_ROOT.mkdir(exist_ok=True)
