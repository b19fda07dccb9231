"""``sweep``: remove what visitors brought and whose time is over, and sessions that ended."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from coproduce.core import now
from coproduce.web.trycount import actions


class Command(BaseCommand):
    """Meant for a timer, once an hour; the site also sweeps at each visit."""

    help = "Remove what visitors brought and whose time is over, and sessions that ended."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many were removed."""
        removed = actions.sweep(now=now())
        call_command("clearsessions")
        self.stdout.write(f"{removed} removed")
