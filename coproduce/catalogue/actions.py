"""Every change of the catalogue. Versions of a way of working are added, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from coproduce.catalogue.kinds import KINDS
from coproduce.catalogue.models import Area, ContributionKind, Method
from coproduce.catalogue.models import Gain as GainRow
from coproduce.catalogue.queries import MethodView, method_view
from coproduce.catalogue.recipe import Recipe, gains, read, recipe_files
from coproduce.core import Actor, BadInput, Place, Problem, Refusal, Refused, now, require
from coproduce.core.acting import acting

SHIPPED, LOCAL = Method.Origin.SHIPPED, Method.Origin.LOCAL


@dataclass(frozen=True)
class Loaded:
    """What loading the catalogue added: ways of working (key and version), gains, kinds. All empty the second time."""

    methods: tuple[tuple[str, int], ...] = ()
    gains: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def load_catalogue(*, by: Actor) -> Loaded:
    """Put into the database what comes with Coproduce and is not there yet: ways of working, gains, kinds.

    Again and again is as good as once. Rows that are there stay as they are, other than the words of
    shipped gains, which follow the data file.

    Raises:
        BadInput: where a shipped recipe has a fault, or was changed without a new version.
    """
    recipes = {name: read(data, name=name) for name, data in recipe_files().items()}
    new = _new_versions(recipes)
    new_gains = [key for key in gains() if key not in set(_gain_keys())]
    there = set(ContributionKind.objects.values_list("key", flat=True))
    new_kinds = [kind.key for kind in KINDS if kind.key not in there]
    if not (new or new_gains or new_kinds or _reworded()):
        return Loaded()
    with acting("catalogue.load", by=by) as doing:
        ContributionKind.objects.bulk_create(
            ContributionKind(
                key=kind.key, name=kind.name, unit=kind.unit, daily_cap=kind.daily_cap,
                may_be_on_call=kind.may_be_on_call, position=position,
            )
            for position, kind in enumerate(KINDS)
            if kind.key in new_kinds
        )  # fmt: skip
        for row in _shipped_gains():
            row.save()
        Method.objects.bulk_create(
            _row(recipe, recipe_files()[name].decode(), SHIPPED) for name, recipe in new.items()
        )
        loaded = Loaded(
            tuple((one.key, one.version) for one in new.values()), tuple(new_gains), tuple(new_kinds)
        )
        doing.subject = "catalogue"
        doing.codes = {"methods": [f"{key}:{version}" for key, version in loaded.methods]}
    return loaded


def load_method(source: bytes, *, name: str, by: Actor) -> MethodView:
    """Add a way of working of the agency's own, or a new version of one. The same text twice is once.

    ``name`` is the file or form as the user knows it; gains of the agency's own may be used.

    Raises:
        BadInput: with every fault of the recipe, or where its key or version is taken.
    """
    recipe = read(source, name=name, gains=_gain_keys())
    same = Method.objects.filter(key=recipe.key, version=recipe.version).first()
    if same and same.digest == recipe.digest and same.origin == LOCAL:
        return method_view(same)
    _check_key(recipe, name)
    with acting("catalogue.load-method", by=by) as doing:
        row = _row(recipe, source.decode(), LOCAL)
        row.save(force_insert=True)
        doing.subject = f"catalogue.method:{row.pk}"
        doing.codes = {"method": recipe.key, "version": recipe.version}
    return method_view(row)


def retire_method(key: str, version: int, *, by: Actor) -> MethodView:
    """Offer a version no longer. Joint projects that began with it go on. Twice is once."""
    with acting("catalogue.retire-method", by=by) as doing:
        row = Method.objects.select_for_update().filter(key=key, version=version).first()
        if row is None:
            raise Refused(Refusal("no-method", {"key": key, "version": version}, status=404))
        if row.retired_on is None:
            row.retired_on = now().date()
            row.save(update_fields=["retired_on"])
        doing.subject, doing.codes = f"catalogue.method:{row.pk}", {"method": key, "version": version}
    return method_view(row)


def add_gain(key: str, group: str, name: str, *, by: Actor) -> None:
    """Add a gain of the agency's own ("a proper break"), shown as ours and not the study's."""
    taken = GainRow.objects.filter(key=key).exists()
    require(Refusal("gain-taken", {"key": key}, status=409) if taken else None)
    with acting("catalogue.add-gain", by=by) as doing:
        GainRow.objects.create(
            key=key, group=group, name=name, origin=LOCAL, position=GainRow.objects.count()
        )
        doing.subject, doing.codes = "catalogue.gain", {"gain": key}


def add_area(name: str, kind: str = "area", *, by: Actor) -> UUID:
    """A place with a name. The same name of the same kind twice is once."""
    row = Area.objects.filter(kind=kind, name__iexact=name).first()
    if row:
        return row.pk
    with acting("catalogue.add-area", by=by) as doing:
        row = Area.objects.create(kind=kind, name=name)
        doing.subject = f"catalogue.area:{row.pk}"
    return row.pk


def _row(recipe: Recipe, source: str, origin: str) -> Method:
    return Method(
        key=recipe.key, version=recipe.version, stage=recipe.stage, level=recipe.level, source=source,
        digest=recipe.digest, origin=origin,
    )  # fmt: skip


def _new_versions(recipes: Mapping[str, Recipe]) -> dict[str, Recipe]:
    there = {(row.key, row.version): row for row in Method.objects.all()}
    found: list[Problem] = []
    for name, recipe in recipes.items():
        row = there.get((recipe.key, recipe.version))
        if row and (row.digest != recipe.digest or row.origin != SHIPPED):
            text = f"version {recipe.version} of “{recipe.key}” is there with another text; give it a new version"
            found.append(Problem(Place(name, key="version"), text, "version-taken"))
    if found:
        raise BadInput(found)
    return {name: one for name, one in recipes.items() if (one.key, one.version) not in there}


def _check_key(recipe: Recipe, name: str) -> None:
    rows = list(Method.objects.filter(key=recipe.key))
    shipped = {read(data, name=file).key for file, data in recipe_files().items()}
    if recipe.key in shipped or any(row.origin == SHIPPED for row in rows):
        text = f"“{recipe.key}” comes with Coproduce; give your own way of working another key"
        raise BadInput([Problem(Place(name, key="key"), text, "key-taken")])
    latest = max((row.version for row in rows), default=0)
    if recipe.version <= latest:
        text = f"version {latest} of “{recipe.key}” is there already; give this one version {latest + 1}"
        raise BadInput([Problem(Place(name, key="version"), text, "version-taken")])


def _gain_keys() -> Sequence[str]:
    return list(GainRow.objects.values_list("key", flat=True))


def _shipped_gains() -> list[GainRow]:
    return [
        GainRow(
            key=one.key, group=one.group, name=one.name, beware=one.beware, notice=one.notice, origin=SHIPPED,
            position=position,
        )
        for position, one in enumerate(gains().values())
    ]  # fmt: skip


def _reworded() -> bool:
    there = {row.key: row for row in GainRow.objects.filter(origin=SHIPPED)}
    return any(
        (row.name, row.beware, row.notice)
        != (there[row.key].name, there[row.key].beware, there[row.key].notice)
        for row in _shipped_gains()
        if row.key in there
    )
