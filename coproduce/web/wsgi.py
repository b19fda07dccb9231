"""The site for a server that speaks WSGI: ``gunicorn coproduce.web.wsgi:application``."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from coproduce.web.environment import BadSetting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.web.settings")
try:
    application = get_wsgi_application()
except BadSetting as error:
    sys.exit(f"coproduce: {error}")
