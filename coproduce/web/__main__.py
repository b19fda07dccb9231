"""``python -m coproduce.web COMMAND``: migrate, collectstatic, demo, sweep and Django's others."""

import os
import sys

from coproduce.web.environment import BadSetting


def main() -> int:
    """Run one management command. Exit status 2 where a setting is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.web.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["python -m coproduce.web", *sys.argv[1:]])
    except BadSetting as error:
        sys.stderr.write(f"coproduce: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
