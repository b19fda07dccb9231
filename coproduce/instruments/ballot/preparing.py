"""Preparing the box: each officer makes a key, takes it home, and shows that it works. Only then the vote can open.

The private half is made, wrapped and handed back within one call; nothing of it is kept. Trying the
key (the file, or the lines typed off the sheet, with the passphrase) proves that what the officer
took home opens the box: a box whose key nobody can use would be found out only at the count.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings as site

from coproduce.core import Actor, BadInput, Problem, Refusal, Refused
from coproduce.core.acting import acting
from coproduce.instruments.ballot import keys
from coproduce.instruments.ballot.models import Box, BoxKey, Envelope, Opening
from coproduce.instruments.ballot.settings import problem, settings_of
from coproduce.proceedings.public import today
from coproduce.register.public import StepView


@dataclass(frozen=True)
class KeyView:
    """One officer's key as the house knows it: its public half, who made it, and whether it was tried."""

    place: int
    public: bytes
    officer_id: UUID | None
    made_on: date
    tried_on: date | None


@dataclass(frozen=True)
class BoxView:
    """A box: how many officers hold keys, the keys made so far, and whether it is an invented vote's."""

    id: UUID
    officers: int
    keys: tuple[KeyView, ...]
    demo: bool

    @property
    def ready(self) -> bool:
        """Whether every officer has made a key and shown that it works."""
        return len(self.keys) == self.officers and all(key.tried_on for key in self.keys)

    @property
    def publics(self) -> tuple[bytes, ...]:
        """The public halves in the order of closing."""
        return tuple(key.public for key in self.keys)

    @property
    def next_place(self) -> int:
        """Which officer's key is missing or untried; 0 where none is."""
        tried = {key.place for key in self.keys if key.tried_on}
        return next((place for place in range(1, self.officers + 1) if place not in tried), 0)


def box_of(step_id: UUID) -> BoxView | None:
    """The box of a vote as it stands; None before it is prepared and after it was opened."""
    rows = list(BoxKey.objects.filter(box__step_id=step_id).select_related("box").order_by("place"))
    if not rows:
        return None
    found = tuple(
        KeyView(key.place, bytes(key.public), key.officer_id, key.made_on, key.tried_on) for key in rows
    )
    return BoxView(rows[0].box.pk, rows[0].box.officers, found, rows[0].box.demo)


def check_box(step: StepView) -> list[Problem]:
    """What stands against opening the vote as far as its box goes."""
    if settings_of(step.settings).box != "sealed":
        return []
    box = box_of(step.id)
    if box and box.ready:
        return []
    text = "The ballot box is not prepared. An officer makes its key and shows that it works"
    if box and box.officers == 2 and box.next_place == 2:
        text = "The second officer has not made her key yet, or has not shown that it works"
    return [problem("box", text)]


def make_key(step: StepView, place: int, passphrase: str, *, by: Actor) -> keys.Wrapped:
    """A new key for one officer, wrapped under her passphrase: shown this once, kept nowhere.

    It takes the place of an earlier one while nothing lies in the box.

    Raises:
        BadInput: for a passphrase that is too short.
        Refused: ``ballot-box-in-use`` where votes lie in the box, ``ballot-box-open`` where it was opened,
            ``ballot-two-officers`` where the other key is hers already, ``ballot-no-box`` where this vote has none.
    """
    officers = _officers(step, place)
    pair = keys.new_pair()
    wrapped = keys.wrap(pair, passphrase, place=place, of=officers, strength=keys.STRONG)
    _keep(step, place, pair.public, by=by)
    return wrapped


def try_key(step: StepView, text: str, passphrase: str, *, by: Actor) -> int:
    """Show that a key and its passphrase open this box. Returns the officer's place.

    Raises:
        BadInput: where they do not, saying what is wrong.
    """
    box = box_of(step.id)
    if box is None:
        raise Refused(Refusal("ballot-no-box", status=409))
    wrapped = keys.read(text)
    known = key_for(box, wrapped)
    if keys.pair_from(keys.unwrap(wrapped, passphrase)).public != known.public:
        raise BadInput([problem("key", "This key belongs to another ballot box")])
    with acting("ballot.try-key", by=by, subject=step.subject, initiative_id=step.initiative_id) as doing:
        BoxKey.objects.filter(box_id=box.id, place=known.place, tried_on=None).update(tried_on=today())
        doing.codes = {"place": known.place}
    return known.place


def key_for(box: BoxView, wrapped: keys.Wrapped) -> KeyView:
    """Which of the box's keys this is.

    Raises:
        BadInput: where it is none of them.
    """
    known = next((key for key in box.keys if wrapped.fits(key.public)), None)
    if known is None:
        raise BadInput(
            [problem("key", "This is the key of another ballot box. Look for the sheet of this vote")]
        )
    return known


DEMO_PASSPHRASE = "invented borough, nothing secret"  # noqa: S105 - shown on the page of the demo


def prepare_demo_box(step: StepView, *, by: Actor) -> None:
    """A box for an invented vote: its keys can be worked out by this site, and are shown by it. Twice is once."""
    if box_of(step.id):
        return
    for place, pair in enumerate(_demo_pairs(step), 1):
        _keep(step, place, pair.public, by=Actor(channel="system"), demo=True, tried=True)
    del by


def demo_keys(step: StepView) -> list[keys.Wrapped]:
    """The keys of an invented vote's box, as its officers would hold them, under ``DEMO_PASSPHRASE``."""
    pairs = _demo_pairs(step)
    return [
        keys.wrap(pair, DEMO_PASSPHRASE, place=place, of=len(pairs), strength=0)
        for place, pair in enumerate(pairs, 1)
    ]


def _demo_pairs(step: StepView) -> list[keys.Pair]:
    officers = settings_of(step.settings).officers
    said = [f"demo:{site.SECRET_KEY}:{step.id}:{place}".encode() for place in range(1, officers + 1)]
    return [keys.pair_from(hashlib.blake2b(one, digest_size=32).digest()) for one in said]


def _officers(step: StepView, place: int) -> int:
    settings = settings_of(step.settings)
    if settings.box != "sealed" or not 1 <= place <= settings.officers:
        raise Refused(Refusal("ballot-no-box", status=409))
    return settings.officers


def _keep(
    step: StepView, place: int, public: bytes, *, by: Actor, demo: bool = False, tried: bool = False
) -> None:
    officers = _officers(step, place)
    with acting("ballot.make-key", by=by, subject=step.subject, initiative_id=step.initiative_id) as doing:
        if Opening.objects.filter(step_id=step.id).exists():
            raise Refused(Refusal("ballot-box-open", status=409))
        box, _ = Box.objects.select_for_update().get_or_create(
            step_id=step.id, defaults={"officers": officers, "demo": demo}
        )
        if Envelope.objects.filter(box=box).exists():
            raise Refused(Refusal("ballot-box-in-use", status=409))
        others = BoxKey.objects.filter(box=box).exclude(place=place)
        if by.person_id and others.filter(officer_id=by.person_id).exists():
            raise Refused(Refusal("ballot-two-officers", status=409))
        replaced, _ = BoxKey.objects.filter(box=box, place=place).delete()
        BoxKey.objects.create(
            box=box, place=place, public=public, officer_id=by.person_id, made_on=today(),
            tried_on=today() if tried else None,
        )  # fmt: skip
        doing.codes = {"place": place, "replaced": bool(replaced)}
