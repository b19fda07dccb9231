"""Counts as the command writes them, invented."""

from __future__ import annotations

from typing import Any


def project(name: str, votes: int, cost: Any, **said: Any) -> dict[str, Any]:
    funded = said.pop("funded", False)
    return {
        "id": said.pop("id", name[:8]),
        "name": name,
        "cost": cost,
        "votes": votes,
        "score": votes,
        "categories": [],
        "targets": [],
        "area": "",
        "funded": funded,
        "order": said.pop("order", None),
        "stage": said.pop("stage", None),
        "price": said.pop("price", None),
        "would_have_won": said.pop("won", None),
        "reason": said,
    }


def envelope(projects: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    if projects is None:
        projects = [
            project(
                "Lights on the park path",
                532,
                12000,
                id="L",
                funded=True,
                order=1,
                stage="equal-shares",
                price="22.56",
                code="funded",
                paid_in_full=500,
                gave_their_last=32,
                last_coins="3.5000",
            ),
            project(
                "Benches",
                307,
                "11601/2",
                id="B",
                funded=True,
                order=2,
                stage="equal-shares",
                code="funded",
                paid_in_full=300,
                gave_their_last=0,
            ),
            project(
                "Second play area",
                420,
                16000,
                id="P",
                code="supporters-short",
                supporters_left="5877.4",
                missing="10122.6",
                won={"more_votes": 211, "lower_cost": 5877, "basis": "same-share"},
            ),
            project(
                "Repair café",
                376,
                50000,
                id="R",
                code="supporters-short",
                supporters_left="49998.0773",
                won={"more_votes": 1, "lower_cost": 49998, "basis": "same-share"},
            ),
            project("Moon base", 0, 9, id="M", code="no-votes"),
        ]
    result = {
        "rule": "equal-shares",
        "utility": "cost",
        "budget": 60000,
        "cost": "35601/2",
        "left": "84399/2",
        "currency": "GBP",
        "ballot_type": "approval",
        "voters": 1240,
        "selected": [each["id"] for each in projects if each["funded"]],
        "projects": projects,
        "ties": [{"tied": ["L", "B"], "rule": "most-votes"}],
        "completion": {
            "kind": "add-one",
            "first_share": "48.3871",
            "share": "56.3871",
            "steps": 8,
            "stopped": "next-step-overspends",
        },
        "comparison": {},
        "properties": {"voters_with_a_funded_project": 1202, "voters_by_funded_projects": [38, 500, 702]},
    }
    return {
        "method": "counting/equal-shares",
        "options": {"rule": "equal-shares", "ties": "most-votes", "min_score": None},
        "seed": None,
        "input_sha256": "ab" * 32,
        "version": "0.1.0",
        "warnings": [],
        "result": {**result, **changes},
        "record": {},
    }
