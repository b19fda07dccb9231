"""``coproduce hall``: one laptop runs the desk of a vote where there is no internet, and brings back what was done.

On the site ``export``; on the laptop ``open``, ``serve`` and, when the hall is over, ``pack``; on the site ``merge``.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from coproduce.cli.contract import Answer
from coproduce.cli.platform import configure, migrate, set_up
from coproduce.engines.kernel import BadInput

OWN_OUTPUT = True
_HALL = "coproduce.instruments.ballot.paper.hall"
_KEPT = "hall.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One word for each step of the way."""
    words = parser.add_subparsers(dest="word", required=True, metavar="export|open|serve|pack|merge")
    export = words.add_parser("export", help="on the site: write what a laptop takes along for one vote")
    export.add_argument("step", metavar="STEP", help="the id of the vote, as in its address")
    export.add_argument(
        "--out", dest="target", required=True, type=Path, metavar="FILE", help="where to write it"
    )
    opened = words.add_parser("open", help="on the laptop: make the folder of the hall from that file")
    opened.add_argument("file", metavar="FILE", type=Path)
    opened.add_argument(
        "--folder", required=True, type=Path, metavar="FOLDER", help="a new folder on the laptop"
    )
    serve = words.add_parser("serve", help="on the laptop: run the desk, at http://localhost:8000/")
    serve.add_argument("folder", metavar="FOLDER", type=Path)
    pack = words.add_parser("pack", help="on the laptop: write what was done, to be brought back")
    pack.add_argument("folder", metavar="FOLDER", type=Path)
    pack.add_argument(
        "--out", dest="target", required=True, type=Path, metavar="FILE", help="where to write it"
    )
    merge = words.add_parser(
        "merge", help="on the site: take in what a laptop brought back; again is as good as once"
    )
    merge.add_argument("file", metavar="FILE", type=Path)


def run(arguments: argparse.Namespace) -> Answer:
    """One of the five."""
    match arguments.word:
        case "export":
            return _export(arguments.step, arguments.target)
        case "open":
            return _open(arguments.file, arguments.folder)
        case "serve":
            _on_laptop(arguments.folder)
            return import_module("coproduce.cli.serve").run(arguments)  # type: ignore[no-any-return]
        case "pack":
            return _pack(arguments.folder, arguments.target)
    return _merge(arguments.file)


def _export(step_id: str, out: Path) -> Answer:
    system = set_up()
    data = _refusable(lambda: import_module(_HALL).lend(_step(step_id), by=system))
    _write(out, data)
    return Answer(f"Written to {out}. It opens the desk of this vote: keep it as safe as the cards.")


def _open(path: Path, folder: Path) -> Answer:
    data = _read(path)
    if folder.exists() and any(folder.iterdir()):
        raise BadInput.one("is not empty; give a new folder", source=str(folder))
    try:
        said = json.loads(data)["said"]
        kept = {"hall": said["hall"], "step": said["step"], "keys": said["keys"], "marks": said["marks"]}
        pairs = dict(kept["keys"]).items()
    except (ValueError, KeyError, TypeError):
        raise BadInput.one(
            "this is not a file of a hall, or it is cut off; copy it again", source=str(path)
        ) from None
    os.environ["COPRODUCE_LENT_KEYS"] = ",".join(f"{name}={key}" for name, key in pairs)
    _environment(folder)
    configure()
    said = import_module(_HALL).read(data, "lent", name=str(path), signed_here=False)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrate()
    import_module("coproduce.instruments.ballot.paper.laptop").settle_in(said)
    _write(folder / _KEPT, json.dumps(kept).encode())
    return Answer(f"The hall is ready in {folder}. Start its desk with: coproduce hall serve {folder}")


def _pack(folder: Path, out: Path) -> Answer:
    kept = _on_laptop(folder)
    configure()
    data = import_module(_HALL).bring_back(_step(kept["step"]), kept["hall"], kept["marks"])
    _write(out, data)
    return Answer(f"Written to {out}. Take it to the site: coproduce hall merge {out.name}")


def _merge(path: Path) -> Answer:
    system = set_up()
    said = import_module(_HALL).read(_read(path), "brought", name=str(path))
    done = _refusable(lambda: import_module(_HALL).merge(_step(said["step"]), said, by=system))
    lines = [
        f"{done.marks} voters marked off, {done.batches} batches and {done.sheets} typed sheets are new here."
    ]
    if done.voided:
        lines.append(f"{done.voided} of them had voted on screen meanwhile: those votes on screen are void.")
    if done.doubles:
        lines.append(
            f"{done.doubles} had a paper ballot from another desk too. The count waits until as many sheets fewer are "
            "in it: decide with the officers."
        )
    return Answer("\n".join(lines))


def _on_laptop(folder: Path) -> dict[str, Any]:
    """What was lent, with the environment set for the laptop's own database."""
    try:
        kept: dict[str, Any] = json.loads((folder / _KEPT).read_bytes())
    except (OSError, ValueError):
        raise BadInput.one(
            "is no folder of a hall; make one with 'coproduce hall open'", source=str(folder)
        ) from None
    os.environ["COPRODUCE_LENT_KEYS"] = ",".join(f"{name}={key}" for name, key in kept["keys"].items())
    _environment(folder)
    return kept


def _environment(folder: Path) -> None:
    os.environ["COPRODUCE_DATA"] = str(folder.absolute())
    os.environ["COPRODUCE_DEMO"] = "yes"
    os.environ.pop("COPRODUCE_SECRET_KEY", None)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder.absolute() / 'hall.sqlite3'}"


def _step(step_id: str) -> Any:
    try:
        key = UUID(step_id)
        return import_module("coproduce.register.public").steps([key])[key]
    except (ValueError, KeyError):
        raise BadInput.one(
            "there is no such vote here; take the id from its address", source=step_id
        ) from None


def _refusable(deed: Any) -> Any:
    refused: type[Exception] = import_module("coproduce.core").Refused
    try:
        return deed()
    except refused as error:
        words = {
            "ballot-not-fixed": "the ballot is not fixed yet; the vote has to begin first",
            "ballot-box-open": "the votes are counted already; nothing was taken in",
        }
        code = error.refusal.code  # type: ignore[attr-defined]
        raise BadInput.one(words.get(code, f"refused: {code}"), source="vote") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput.one(f"cannot be read ({error.strerror})", source=str(path)) from None


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise BadInput.one(f"cannot be written ({error.strerror})", source=str(path)) from None
