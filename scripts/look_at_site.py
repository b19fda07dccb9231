"""Photographs every page of a running demo, at desk and phone width, and lets axe-core look at each.

    .venv/bin/python scripts/look_at_site.py http://localhost:8000 [--out var/look] [--as nobody Carer] [--each 1]

Follows the links from the front page, as nobody and as each of the invented persons, and takes
``--each`` pages of every kind of address, so that a stage in each state is seen. What it found
stands in ``index.html`` beside the pictures: findings of axe, pages wider than the screen, answers
that are no page. Exit status 1 where there is any.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import shutil
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit
from zlib import crc32

SIZES = {"desk": (1280, 900), "phone": (390, 844)}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_PAGES = 150
NO_PAGE = re.compile(r"\.(json|csv|pb|pdf|zip|html|xlsx|ics|xml|svg|png|jpg)$|/download/|/export/|/erase/")


@dataclass
class Seen:
    """One page as somebody saw it."""

    who: str
    kind: str
    path: str
    pictures: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def kind_of(path: str) -> str:
    """The kind of address: what is left when names, numbers and ids are taken out."""
    from django.urls import Resolver404, resolve

    try:
        found = resolve(urlsplit(path).path)
    except Resolver404:
        return "nowhere"
    return found.route + ("?" if urlsplit(path).query else "")


def look(page, base: str, path: str, who: str, out: Path) -> tuple[Seen, list[str]]:
    """Open one page at both widths; give what was seen and the addresses it leads to."""
    from axe_playwright_python.sync_playwright import Axe

    seen = Seen(who, kind_of(path), path)
    name = re.sub(r"[^a-z0-9]+", "-", f"{who}-{seen.kind}".lower()).strip("-")
    links: list[str] = []
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        answer = page.goto(base + path)
        if answer is None or answer.status >= 400:
            seen.faults.append(f"{answer.status if answer else 'no'} answer")
            return seen, []
        found = Axe().run(page, options={"runOnly": RULES})
        for finding in found.response["violations"]:
            places = "; ".join(" ".join(node["target"]) for node in finding["nodes"][:3])
            seen.faults.append(f"{size}: {finding['id']}: {finding['help']} ({places})")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            seen.faults.append(f"{size}: {wide} px wide")
        picture = f"{name}-{crc32(path.encode()) % 10_000}-{size}.png"
        page.screenshot(path=out / picture, full_page=True)
        seen.pictures.append(picture)
        links = page.eval_on_selector_all("a[href]", "nodes => nodes.map(node => node.getAttribute('href'))")
    return seen, links


def walk(page, base: str, who: str, each: int, out: Path) -> list[Seen]:
    """Follow the links, breadth first, ``each`` pages of every kind."""
    waiting, known, kinds, pages = ["/"], {"/"}, Counter(), []
    while waiting and len(pages) < MOST_PAGES:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kinds[kind] >= each:
            continue
        kinds[kind] += 1
        seen, links = look(page, base, path, who, out)
        pages.append(seen)
        print(f"{who:12} {path} {'; '.join(seen.faults)}", flush=True)
        for link in links:
            whole = urldefrag(urljoin(base + path, link)).url
            if not whole.startswith(base + "/") or whole == base:
                continue
            onward = whole.removeprefix(base)
            if onward not in known and not NO_PAGE.search(urlsplit(onward).path):
                known.add(onward)
                waiting.append(onward)
    return pages


def main() -> int:
    """Walk as each of those named, then write the index."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("base")
    parser.add_argument("--out", type=Path, default=Path("var/look"))
    parser.add_argument(
        "--as", dest="who", nargs="*", default=["nobody", "Co-production lead", "Person who lives here"]
    )
    parser.add_argument("--each", type=int, default=1)
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.web.settings")
    import django
    from playwright.sync_api import sync_playwright

    django.setup()
    out, base = arguments.out, arguments.base.rstrip("/")
    out.mkdir(parents=True, exist_ok=True)
    pages: list[Seen] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            chromium_sandbox=False,
            args=["--disable-dev-shm-usage"],
        )
        for who in arguments.who:
            page = browser.new_context(accept_downloads=True).new_page()
            if who != "nobody":
                page.goto(f"{base}/sign-in/")
                with page.expect_navigation():
                    page.locator("li", has_text=who).get_by_role("button").first.click()
            pages += walk(page, base, who, arguments.each, out)
            page.context.close()
        browser.close()
    write_index(pages, out)
    faults = sum(len(seen.faults) for seen in pages)
    print(f"{len(pages)} pages, {faults} faults: {out / 'index.html'}")
    return 1 if faults else 0


def write_index(pages: list[Seen], out: Path) -> None:
    """All pictures on one page, those with faults first."""
    rows = []
    for seen in sorted(pages, key=lambda one: (not one.faults, one.kind, one.who)):
        faults = "".join(f"<li>{html.escape(fault)}</li>" for fault in seen.faults)
        pictures = "".join(
            f'<a href="{name}"><img src="{name}" alt="" loading="lazy"></a>' for name in seen.pictures
        )
        rows.append(
            f"<section><h2>{html.escape(seen.kind)}</h2><p>{html.escape(seen.who)}: "
            f"{html.escape(seen.path)}</p><ul>{faults}</ul>{pictures}</section>"
        )
    style = "img{height:420px;width:auto;border:1px solid #999;margin:4px;vertical-align:top}body{font:16px sans-serif}"
    text = f"<!doctype html><meta charset=utf-8><title>The site, looked at</title><style>{style}</style>{''.join(rows)}"
    (out / "index.html").write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
