"""Someone withdraws after the draw: the rest keep their seats and the places are drawn anew.

The members who stay count towards the quotas and block their households; everybody else in
the pool who has not withdrawn may be drawn. It is a lottery like the first, solved and
published before it is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coproduce.engines.kernel import BadInput, Place, Problem
from coproduce.engines.sortition.pool import Pool


def after_withdrawal(pool: Pool, members: Sequence[str], withdrawn: Sequence[str]) -> Pool:
    """The pool from which the places of ``withdrawn`` are drawn, with the other ``members`` seated.

    ``withdrawn`` may name people without a seat too: they are left out of the pool.

    Raises:
        BadInput: where an id is not in the pool, or no member has withdrawn.
    """
    known = {person.id: person for person in (*pool.people, *pool.seated)}
    problems = [
        Problem(Place(source), f"{name!r} is not in the pool; check the id", "unknown-id")
        for source, names in (("members", members), ("withdrawn", withdrawn))
        for name in names
        if name not in known
    ]
    gone = set(withdrawn)
    if not problems and not gone & set(members):
        problems.append(
            Problem(Place("withdrawn"), "none of these has a seat; there is nobody to replace", "no-seat")
        )
    if problems:
        raise BadInput(problems)
    seated = tuple(known[name] for name in members if name not in gone)
    taken = set(members)
    people = tuple(person for person in pool.people if person.id not in gone and person.id not in taken)
    return replace(pool, people=people, seated=seated)


def of_these(pool: Pool, people: Sequence[str], seated: Sequence[str]) -> Pool:
    """The pool with just ``people`` in it and ``seated`` among them seated, as far as it has them.

    From the list of everybody, the pool that was left after some withdrew.
    """
    known = {person.id: person for person in (*pool.people, *pool.seated)}
    if not set(seated) or not set(people) | set(seated) <= known.keys():
        return pool
    return replace(
        pool, people=tuple(known[name] for name in people), seated=tuple(known[name] for name in seated)
    )
