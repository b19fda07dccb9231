"""Lets the engines compile their inner loops once, so that the first count of the site does not wait for it.

numba keeps what it compiles on the disk, beside the engine's own files. Every method is run once on the sample
that the check suite calls typical.
"""

from importlib import import_module

ENGINES = ("counting", "opinion")


def main() -> None:
    """Run each method once."""
    for engine in ENGINES:
        for subject in import_module(f"coproduce.engines.{engine}.subjects").subjects():
            subject.run(subject.samples["typical"])


if __name__ == "__main__":
    main()
