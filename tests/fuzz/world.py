"""The invented borough with everybody in it, as browsers that are signed in."""

from __future__ import annotations

import re

from django.test import Client

from coproduce.core.actor import SYSTEM
from coproduce.people.public import DEMO_DOMAIN, demo_persons, enrol, give_duty, organisation_named
from coproduce.web.borough import making


def settle() -> dict[str, Client]:
    """Make the borough; nobody, a holder of a voting code, and each of its people, by the words they sign in with."""
    codes = making.make()
    enrol(email=f"administrator@{DEMO_DOMAIN}", name="Ada Long", display_name="Ada Long", by=SYSTEM)
    for key, _, word in demo_persons():
        if word == "administrator":
            give_duty(key, organisation_named("Eastmere Council", by=SYSTEM), "administrator", by=SYSTEM)
    people = {"nobody": Client(raise_request_exception=False), "voter": Client(raise_request_exception=False)}
    people["voter"].post("/vote-code/", {"code": codes[0]} if codes else {})
    page = people["nobody"].get("/sign-in/").content.decode()
    for number, who in enumerate(re.findall(r'name="who" value="([^"]+)"', page)):
        client = Client(raise_request_exception=False)
        client.post("/sign-in/demo/", {"who": who})
        people[f"person-{number}"] = client
    assert len(people) > 5, "the borough's people cannot be signed in: is COPRODUCE_DEMO on?"
    return people
