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
BEFORE_END = frozenset({"planned", "open", "counting"})


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
    f"{_AT}vote/box/lost/": Page("ballot", who=LEAD, states=RUNNING, writes=True),
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
    f"{_AT}days/": Page("ideas", who=LEAD, states=BEFORE_END, writes=True),
    f"{_AT}pause/": Page("ideas", who=LEAD, states=frozenset({"open"}), writes=True),
    f"{_AT}resume/": Page("ideas", who=LEAD, states=frozenset(), writes=True),
    f"{_AT}cancel/": Page("ideas", who=LEAD, states=BEFORE_END, writes=True),
    f"{_AT}finish/": Page("ballot", who=LEAD, states=frozenset({"counting"}), writes=True),
}
"""Stage addresses. An empty ``who`` is whoever wrote it, which none of the standing people did."""

TELLING = {
    "projects/<slug:slug>/tell/": True,
    "projects/<slug:slug>/tell/letters/": False,
    "projects/<slug:slug>/tell/posted/": True,
}
"""Telling everyone: the lead's alone, in every state; tried in tests/conduct/test_telling.py."""

OPEN = {
    "closed-books/": 200,
    "closed-books/digests.json": 200,
    "projects/": 200,
    "find-my-answer/": 200,
    "vote-code/": 200,
    "sign-in/": 200,
}
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


@dataclass(frozen=True)
class Place:
    """An address of the register, the catalogue or the wizard: who of ``AGENCY`` may open it; ``post`` as above."""

    who: frozenset[str] = frozenset({"nobody", "stranger", "team", "clerk", "lead"})
    writes: bool = False
    post: bool = False


AGENCY = ("nobody", "stranger", "team", "clerk", "lead")
"""Nobody, somebody signed in, whoever leads this joint project, and who has a duty for the agency itself."""
KEEPERS = frozenset({"clerk", "lead"})
BEGINNERS = frozenset({"lead"})
TEAM_LEAD = frozenset({"team"})
_OUTCOME = "what-should-be-different/<uuid:outcome_id>/"
PLACES: dict[str, Place] = {
    "services/": Place(),
    "services/new/": Place(KEEPERS, writes=True),
    "services/<slug:service>/": Place(),
    "services/<slug:service>/change/": Place(KEEPERS, writes=True),
    "services/<slug:service>/year/": Place(KEEPERS, writes=True),
    "what-should-be-different/": Place(),
    "what-should-be-different/new/": Place(writes=True),
    _OUTCOME: Place(),
    f"{_OUTCOME}reword/": Place(writes=True),
    f"{_OUTCOME}contest/": Place(writes=True),
    f"{_OUTCOME}agree/": Place(writes=True, post=True),
    f"{_OUTCOME}retire/": Place(KEEPERS, writes=True),
    f"{_OUTCOME}how-we-would-know/": Place(KEEPERS, writes=True),
    f"{_OUTCOME}measured/": Place(KEEPERS, writes=True),
    f"{_OUTCOME}<uuid:voice_id>/take-over/": Place(KEEPERS, writes=True, post=True),
    f"{_OUTCOME}<uuid:voice_id>/take-down/": Place(KEEPERS, writes=True, post=True),
    "already-happening/": Place(),
    "already-happening/new/": Place(KEEPERS, writes=True),
    "already-happening/map/": Place(KEEPERS, writes=True),
    "already-happening/map/<slug:service>/": Place(KEEPERS, writes=True),
    "ways-of-working/": Place(),
    "ways-of-working/choose/": Place(),
    "ways-of-working/<slug:key>/": Place(),
    "start/<slug:key>/": Place(BEGINNERS),
    "start/<slug:key>/review/": Place(BEGINNERS, writes=True),
    "start/<slug:key>/<slug:page>/": Place(BEGINNERS, writes=True),
    f"{PROJECT}again/": Place(BEGINNERS, writes=True),
    f"{PROJECT}lead/": Place(TEAM_LEAD),
    f"{PROJECT}lead/label/": Place(TEAM_LEAD, writes=True),
    f"{PROJECT}lead/show/": Place(TEAM_LEAD, writes=True, post=True),
}
"""Addresses beside the stages; ``tests/web/test_place_routes.py`` tries each for everybody."""

OPERATIONS = {"operations/"}
"""For administrators alone; tried in tests/web/test_operations.py."""

EVERY = {
    *OPERATIONS,
    *TELLING,
    *STAGES,
    *OPEN,
    *POST_ONLY,
    *PROMISES,
    PROJECT,
    *(name.replace("<slug:service>", "<slug:slug>") for name in PLACES),
}
