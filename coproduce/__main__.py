"""``python -m coproduce`` is ``coproduce``."""

import sys

from coproduce.cli import main

if __name__ == "__main__":
    sys.exit(main())
