"""Pictures: read with care, turned upright, made small, written anew; what they show is said in words.

Nothing of the file that somebody brought is kept: not where and when it was taken, not the camera, not what may
hide behind the picture. A picture is small enough for an old phone, and sent only to whoever asks for it.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from PIL import Image, ImageOps, UnidentifiedImageError

from coproduce.core import Actor, BadInput, Place, Problem
from coproduce.core.acting import acting, signature
from coproduce.core.models import Text
from coproduce.proceedings.models import Picture

LARGEST_FILE = 10_000_000
LARGEST_SIDE = 1_200
MOST_PIXELS = 60_000_000
LIGHT_ENOUGH = 160_000
KINDS = ("JPEG", "PNG", "WEBP", "GIF")
LONGEST_WORDS = 300
_QUALITIES = (80, 68, 55, 40)


@dataclass(frozen=True)
class NewPicture:
    """A picture as it is kept: JPEG, at most 1,200 pixels on a side, with what it shows in words."""

    data: bytes
    width: int
    height: int
    says: str


@dataclass(frozen=True)
class PictureView:
    """A picture as pages know it; ``weight`` in bytes."""

    id: UUID
    width: int
    height: int
    weight: int
    says: str

    @property
    def kilobytes(self) -> int:
        """Its weight as people read it, 1 or more."""
        return max(1, round(self.weight / 1000))


def remake(data: bytes, says: str) -> NewPicture:
    """A picture made small and written anew. Slow work: never inside a transaction.

    Raises:
        BadInput: ``picture`` where it is no picture, too large or broken; ``picture_says`` where no words do.
    """
    found: list[Problem] = []
    if not says.strip():
        found.append(_problem("picture_says", "Say in a few words what the picture shows"))
    if len(says) > LONGEST_WORDS:
        found.append(_problem("picture_says", f"Shorten this to at most {LONGEST_WORDS} characters"))
    made = None if len(data) > LARGEST_FILE else _small(data)
    if len(data) > LARGEST_FILE:
        found.append(_problem("picture", "This picture is larger than 10 MB. Choose a smaller one"))
    elif made is None:
        found.append(
            _problem("picture", "We could not read this as a picture. Bring a JPEG, PNG, WebP or GIF")
        )
    if found or made is None:
        raise BadInput(found)
    small, width, height = made
    return NewPicture(small, width, height, says.strip())


def keep_picture(new: NewPicture, *, by: Actor) -> UUID:
    """Keep a picture; the item or report that shows it names the id."""
    with acting("proceedings.picture", by=by) as doing:
        row = Picture.objects.create(
            data=new.data,
            width=new.width,
            height=new.height,
            says=Text.objects.create(body=new.says),
            **signature(by),
        )
        doing.subject = f"proceedings.picture:{row.pk}"
    return row.pk


def pictures(ids: Collection[str]) -> dict[str, PictureView]:
    """Pictures by the id that an item or a report names; without their bytes. One that was erased is left out."""
    wanted = [key for key in ids if key]
    if not wanted:
        return {}
    rows = list(Picture.objects.filter(pk__in=wanted))
    texts = dict(Text.objects.filter(pk__in={row.says_id for row in rows}).values_list("pk", "body"))
    return {
        str(row.pk): PictureView(row.pk, row.width, row.height, len(row.data), texts.get(row.says_id, ""))
        for row in rows
    }


def picture_bytes(key: str) -> bytes | None:
    """The JPEG itself; None where it was erased."""
    row = Picture.objects.filter(pk=key).first() if key else None
    return bytes(row.data) if row else None


def _small(data: bytes) -> tuple[bytes, int, int] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=KINDS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return None
                opened.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
                picture = _flat(ImageOps.exif_transpose(opened))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning,
            Image.DecompressionBombError, MemoryError, OverflowError, IndexError, TypeError, EOFError):  # fmt: skip
        return None
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() <= LIGHT_ENOUGH:
            break
    return out.getvalue(), picture.width, picture.height


def _flat(picture: Image.Image) -> Image.Image:
    """On white where one could see through it, without anything but its pixels."""
    clear = picture.convert("RGBA")
    ground = Image.new("RGB", clear.size, "white")
    ground.paste(clear, mask=clear.getchannel("A"))
    return ground


def _problem(name: str, text: str) -> Problem:
    return Problem(Place(key=name), text, f"picture-{name}")
