"""Prints one line for each sample of each method: its name and the digest of what it says.

Run as a program in fresh processes, so that hash seeds, thread counts and the order
of imports can differ between two runs that must agree.
"""

import importlib
import pkgutil

import coproduce.engines
from coproduce.engines.kernel import canonical, digest
from coproduce.engines.kernel.checks import Subject, published


def engines() -> list[str]:
    """The engines there are, the kernel left out."""
    found = pkgutil.iter_modules(coproduce.engines.__path__)
    return sorted(module.name for module in found if module.ispkg and module.name != "kernel")


def subjects() -> list[Subject]:
    """The subjects of all engines."""
    return [
        subject
        for engine in engines()
        for subject in importlib.import_module(f"coproduce.engines.{engine}.subjects").subjects()
    ]


def lines() -> list[str]:
    """Name of subject, name of sample, digest."""
    return [
        f"{subject.name}\t{sample}\t{digest(canonical(published(subject, value)))}"
        for subject in subjects()
        for sample, value in subject.samples.items()
    ]


if __name__ == "__main__":
    print("\n".join(lines()))
