"""Import contracts of our own, for two rules that ``import-linter`` has no words for.

It can protect a module from everybody but a list; it cannot say "everybody inside the same room", and it
stops at a module that does not exist yet. Here each room is guarded by itself: whatever stands outside may
import only its door. Rooms that do not exist are passed over, so the whole house can be declared before it is
built.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules


class OnlyThroughContract(Contract):
    """Rooms are entered through their door, or by those who are named.

    ``rooms`` are packages; ``door`` is the name of the module inside each that anybody may import;
    ``open_rooms`` are not guarded; ``entered_by`` may look behind every door. All may hold wildcards.
    """

    type_name = "only_through"

    rooms = fields.ListField(subfield=fields.ModuleExpressionField())
    open_rooms = fields.ListField(subfield=fields.ModuleExpressionField(), required=False)
    door = fields.StringField(required=False, default="")
    entered_by = fields.ListField(subfield=fields.ModuleExpressionField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001
        """Every import from outside a room to anything in it that is not its door."""
        del verbose
        expressions: Any = self
        allowed = set(_modules(graph, expressions.entered_by))
        rooms = _rooms(graph, expressions.rooms) - _rooms(graph, expressions.open_rooms)
        broken: list[tuple[str, str]] = []
        for room in sorted(rooms):
            inside = {room, *graph.find_descendants(room)}
            door = f"{room}.{self.door}"
            behind = {name for name in inside if name != door and not name.startswith(door + ".")}
            for name in sorted(behind):
                importers = graph.find_modules_that_directly_import(name) - inside - allowed
                broken += [(importer, name) for importer in sorted(importers)]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each import that goes round the door."""
        door = f"go through its {self.door}.py" if self.door else "only those named in .importlinter may"
        broken: Any = check.metadata["broken"]
        for importer, imported in broken:
            output.print_error(f"{importer} imports {imported}: {door}", bold=False)


def _rooms(graph: ImportGraph, expressions: Iterable[Any] | None) -> set[str]:
    """The packages that these expressions name and that exist."""
    found = module_expressions_to_modules(graph, _existing(graph, expressions), as_packages=False)
    return {module.name for module in found}


def _modules(graph: ImportGraph, expressions: Iterable[Any] | None) -> set[str]:
    """All modules in the packages that these expressions name and that exist."""
    found = module_expressions_to_modules(graph, _existing(graph, expressions), as_packages=True)
    return {module.name for module in found}


def _existing(graph: ImportGraph, expressions: Iterable[Any] | None) -> list[Any]:
    return [
        expression
        for expression in expressions or ()
        if expression.has_wildcard_expression() or expression.expression in graph.modules
    ]
