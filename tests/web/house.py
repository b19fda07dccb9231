"""The addresses of joint projects and their stages, with who may open each and when: kept under review by hand.

``WHO`` names the standing people: nobody (no session), voter (a code of this vote), stranger (signed in,
nothing to do with it), clerk and lead of the team, observer. A stage is ``planned``, ``open``, ``counting``
(closed, not counted) or ``concluded``.
"""

from __future__ import annotations

from dataclasses import dataclass

WHO = ("nobody", "voter", "stranger", "observer", "clerk", "lead")
STATES = ("planned", "open", "counting", "concluded")
EVERYBODY = frozenset(WHO)
TEAM = frozenset({"clerk", "lead"})
LEAD = frozenset({"lead"})
VOTERS = frozenset({"voter"})
ALWAYS = frozenset(STATES)
RUNNING = frozenset({"open", "counting"})
STARTED = frozenset({"open", "counting", "concluded"})


@dataclass(frozen=True)
class Page:
    """An address within a stage: the tool, who may open it, in which states; ``post`` where it takes nothing else."""

    tool: str
    who: frozenset[str] = EVERYBODY
    states: frozenset[str] = ALWAYS
    writes: bool = False
    post: bool = False
    missing: int = 200


_AT = "projects/<slug:slug>/<uuid:step_id>/"
STAGES: dict[str, Page] = {
    f"{_AT}ideas/": Page("ideas"),
    f"{_AT}ideas/ideas.csv": Page("ideas"),
    f"{_AT}ideas/ideas.json": Page("ideas"),
    f"{_AT}ideas/slip/": Page("ideas"),
    f"{_AT}ideas/new/": Page("ideas", states=frozenset({"open"}), writes=True),
    f"{_AT}ideas/waiting/": Page("ideas", who=TEAM, states=STARTED),
    f"{_AT}ideas/<int:number>/": Page("ideas"),
    f"{_AT}ideas/<int:number>/support/": Page("ideas", states=frozenset({"open"}), writes=True, post=True),
    f"{_AT}ideas/<int:number>/remark/": Page("ideas", states=frozenset({"open"}), writes=True, post=True),
    f"{_AT}ideas/<int:number>/change/": Page(
        "ideas", who=frozenset(), states=frozenset({"open"}), writes=True
    ),
    f"{_AT}ideas/<int:number>/take-back/": Page(
        "ideas", who=frozenset(), states=RUNNING, writes=True, post=True
    ),
    f"{_AT}ideas/<int:number>/moderate/": Page("ideas", who=TEAM, states=RUNNING, writes=True, post=True),
    f"{_AT}ideas/waiting/<uuid:concern_id>/": Page("ideas", who=TEAM, states=STARTED, writes=True, post=True),
    f"{_AT}ideas/map/": Page("ideas"),
    f"{_AT}ideas/<int:number>/remark/<uuid:remark_id>/": Page(
        "ideas", who=TEAM, states=RUNNING, writes=True, post=True
    ),
    f"{_AT}ideas/<int:number>/picture/": Page("ideas"),
    f"{_AT}ideas/<int:number>/worrying/": Page("ideas", states=STARTED, writes=True),
    f"{_AT}vote/": Page("ballot"),
    f"{_AT}vote/slip/": Page("ballot"),
    f"{_AT}vote/paper/": Page("ballot", who=VOTERS, states=frozenset({"open"}), writes=True),
    f"{_AT}vote/take-back/": Page("ballot", who=VOTERS, states=frozenset({"open"}), writes=True, post=True),
    f"{_AT}vote/box/": Page("ballot", who=TEAM, states=frozenset({"planned", "open"}), writes=True),
    f"{_AT}vote/box/key-file/": Page(
        "ballot", who=TEAM, states=frozenset({"planned", "open"}), writes=False, post=True
    ),
    f"{_AT}vote/box/try/": Page(
        "ballot", who=TEAM, states=frozenset({"planned", "open"}), writes=True, post=True
    ),
    f"{_AT}vote/box/open/": Page("ballot", who=LEAD, states=frozenset({"counting"}), writes=True),
    f"{_AT}vote/box/destroyed/": Page(
        "ballot", who=TEAM, states=frozenset({"counting", "concluded"}), writes=True, post=True
    ),
    f"{_AT}vote/receipts/": Page("ballot", states=frozenset({"concluded"}), missing=404),
    f"{_AT}vote/receipts/list.txt": Page("ballot", states=frozenset({"concluded"}), missing=404),
    f"{_AT}vote/result/": Page("ballot", states=frozenset({"concluded"}), missing=404),
    f"{_AT}vote/result/poster/": Page("ballot", states=frozenset({"concluded"}), missing=404),
    f"{_AT}vote/result/record.json": Page("ballot", states=frozenset({"concluded"}), missing=404),
    f"{_AT}vote/on-paper/": Page("ballot", who=TEAM),
    f"{_AT}vote/on-paper/<slug:name>.pdf": Page("ballot", who=TEAM),
    f"{_AT}vote/on-paper/desk/": Page("ballot", who=TEAM, states=RUNNING, writes=True),
    f"{_AT}vote/on-paper/batches/": Page("ballot", who=TEAM),
    f"{_AT}vote/on-paper/batches/new/": Page("ballot", who=TEAM, states=RUNNING, writes=True),
    f"{_AT}vote/on-paper/sheets/": Page("ballot", who=TEAM, states=RUNNING, writes=True),
    f"{_AT}vote/on-paper/batches/<uuid:batch_id>/": Page("ballot", who=TEAM),
    f"{_AT}vote/on-paper/batches/<uuid:batch_id>/recount/": Page(
        "ballot", who=TEAM, states=RUNNING, writes=True
    ),
    f"{_AT}vote/on-paper/batches/<uuid:batch_id>/type/": Page(
        "ballot", who=TEAM, states=RUNNING, writes=True
    ),
    f"{_AT}vote/on-paper/batches/<uuid:batch_id>/close/": Page(
        "ballot", who=TEAM, states=RUNNING, writes=True, post=True
    ),
    f"{_AT}vote/on-paper/cards/": Page(
        "ballot", who=TEAM, states=frozenset({"planned", "open"}), writes=True
    ),
    f"{_AT}costing/": Page("budget"),
    f"{_AT}costing/<int:number>/": Page("budget"),
    f"{_AT}costing/<int:number>/cost/": Page("budget", who=TEAM, states=RUNNING, writes=True, post=True),
    f"{_AT}costing/<int:number>/merge/": Page("budget", who=TEAM, states=RUNNING, writes=True, post=True),
    f"{_AT}costing/<int:number>/split/": Page("budget", who=TEAM, states=RUNNING, writes=True, post=True),
    f"{_AT}costing/<int:number>/decline/": Page("budget", who=TEAM, states=RUNNING, writes=True, post=True),
    f"{_AT}answers/": Page("answer"),
    f"{_AT}answers/decide/": Page("answer", who=LEAD, states=RUNNING, writes=True),
    f"{_AT}answers/decision/<uuid:decision_id>/": Page("answer"),
    f"{_AT}progress/": Page("delivery"),
    f"{_AT}progress/plan/": Page("delivery", who=TEAM, states=RUNNING, writes=True),
    f"{_AT}progress/<int:number>/report/": Page("delivery", who=TEAM, states=RUNNING, writes=True),
    f"{_AT}progress/<int:number>/photo/<uuid:picture_id>/": Page("delivery"),
    f"{_AT}progress/milestone/<uuid:milestone_id>/done/": Page(
        "delivery", who=TEAM, states=RUNNING, writes=True, post=True
    ),
    f"{_AT}progress/milestone/<uuid:milestone_id>/drop/": Page(
        "delivery", who=TEAM, states=RUNNING, writes=True, post=True
    ),
    f"{_AT}finish/": Page("ballot", who=LEAD, states=frozenset({"counting"}), writes=True),
}
"""Stage addresses. An empty ``who`` is whoever wrote it, which none of the standing people did."""

TELLING = {
    "projects/<slug:slug>/tell/": True,
    "projects/<slug:slug>/tell/letters/": False,
    "projects/<slug:slug>/tell/posted/": True,
}
"""Telling everyone: the lead's alone, in every state; tried in tests/conduct/test_telling.py."""

OPEN = {"projects/": 200, "find-my-answer/": 200, "vote-code/": 200, "sign-in/": 200}
"""Addresses without an object, opened by anyone."""

WRITES = {
    "vote-code/": True,
    "vote-code/away/": True,
    "sign-in/demo/": True,
    "sign-out/": True,
    "find-my-answer/": False,
    "projects/<slug:slug>/promises/<uuid:promise_id>/": True,
    "projects/<slug:slug>/close/": True,
}
POST_ONLY = {"vote-code/away/": 302, "sign-in/demo/": 404, "sign-out/": 302}
PROJECT = "projects/<slug:slug>/"
PROMISES = {
    f"{PROJECT}promises/": EVERYBODY,
    f"{PROJECT}promises/<uuid:promise_id>/": LEAD,
    f"{PROJECT}close/": LEAD,
}
"""What is promised in a joint project: who may open it (tests/web/test_promises.py)."""
WRITES.update(TELLING)
EVERY = {*TELLING, *STAGES, *OPEN, *POST_ONLY, *PROMISES, PROJECT}
