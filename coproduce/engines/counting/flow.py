"""Whether costs can be spread over people within their limits; if not, a set of projects that shows it.

A flow from projects to the classes of people who chose them, by shortest augmenting paths in
layers (Dinic 1970), in whole numbers. Where not every project's need is met, the projects that
can still be reached need more than all their people may bear together (Ford and Fulkerson 1956).
"""

from __future__ import annotations

import numpy as np

from coproduce.engines.counting.kernels import Flags, Ints, compiled


@compiled
def short_of(needs: Ints, limits: Ints, indptr: Ints, indices: Ints) -> Flags:
    """Projects whose needs together exceed their people's limits; none where all needs can be met.

    ``needs`` per project; ``limits`` per class of people; class *k* chose the projects
    ``indices[indptr[k]:indptr[k + 1]]``.
    """
    projects, classes = len(needs), len(limits)
    starts = np.zeros(projects + 1, dtype=np.int64)
    for entry in indices:
        starts[entry + 1] += 1
    starts = np.cumsum(starts)
    fill = starts[:-1].copy()
    edge_class = np.zeros(len(indices), dtype=np.int64)
    edge_of = np.zeros(len(indices), dtype=np.int64)
    for at in range(classes):
        for place in range(indptr[at], indptr[at + 1]):
            edge_class[fill[indices[place]]] = at
            edge_of[place] = fill[indices[place]]
            fill[indices[place]] += 1
    flow = np.zeros(len(indices), dtype=np.int64)
    need, room = needs.copy(), limits.copy()
    depth_project = np.zeros(projects, dtype=np.int64)
    depth_class = np.zeros(classes, dtype=np.int64)
    queue = np.zeros(projects, dtype=np.int64)
    next_edge = np.zeros(projects, dtype=np.int64)
    next_back = np.zeros(classes, dtype=np.int64)
    path = np.zeros(2 * (projects + classes) + 2, dtype=np.int64)
    while True:
        reached = layers(
            need, room, starts, edge_class, indptr, indices, edge_of, flow, depth_project, depth_class, queue
        )
        if not reached:
            return depth_project >= 0
        next_edge[:] = starts[:-1]
        next_back[:] = indptr[:-1]
        for project in range(projects):
            while need[project] > 0 and depth_project[project] == 0:
                if not push(
                    project, need, room, starts, edge_class, indptr, indices, edge_of, flow,
                    depth_project, depth_class, next_edge, next_back, path,
                ):  # fmt: skip
                    break


@compiled
def layers(
    need: Ints,
    room: Ints,
    starts: Ints,
    edge_class: Ints,
    indptr: Ints,
    indices: Ints,
    edge_of: Ints,
    flow: Ints,
    depth_project: Ints,
    depth_class: Ints,
    queue: Ints,
) -> bool:
    """Distances from unmet projects along edges with room; whether a class with room is reached."""
    depth_project[:] = -1
    depth_class[:] = -1
    head, tail = 0, 0
    for project in range(len(need)):
        if need[project] > 0:
            depth_project[project] = 0
            queue[tail] = project
            tail += 1
    found = False
    while head < tail:
        project = queue[head]
        head += 1
        for edge in range(starts[project], starts[project + 1]):
            at = edge_class[edge]
            if depth_class[at] >= 0:
                continue
            depth_class[at] = depth_project[project] + 1
            if room[at] > 0:
                found = True
            for place in range(indptr[at], indptr[at + 1]):
                other = indices[place]
                if depth_project[other] < 0 and flow[edge_of[place]] > 0:
                    depth_project[other] = depth_class[at] + 1
                    queue[tail] = other
                    tail += 1
    return found


@compiled
def push(
    source: int,
    need: Ints,
    room: Ints,
    starts: Ints,
    edge_class: Ints,
    indptr: Ints,
    indices: Ints,
    edge_of: Ints,
    flow: Ints,
    depth_project: Ints,
    depth_class: Ints,
    next_edge: Ints,
    next_back: Ints,
    path: Ints,
) -> bool:
    """One augmenting path from ``source`` down the layers, walked without recursion; whether there was one."""
    length = 0
    project = source
    while True:
        at = -1
        while next_edge[project] < starts[project + 1]:
            edge = next_edge[project]
            candidate = edge_class[edge]
            if depth_class[candidate] == depth_project[project] + 1:
                at = candidate
                break
            next_edge[project] += 1
        if at < 0:
            if length == 0:
                return False
            # A dead end: step back over the class by which it was entered.
            length -= 2
            next_back[edge_class[path[length]]] += 1
            project = source if length == 0 else indices[path[length - 1]]
            continue
        if room[at] > 0:
            amount = min(need[source], room[at])
            for step in range(1, length, 2):
                amount = min(amount, flow[edge_of[path[step]]])
            for step in range(0, length, 2):
                flow[path[step]] += amount
                flow[edge_of[path[step + 1]]] -= amount
            flow[next_edge[project]] += amount
            need[source] -= amount
            room[at] -= amount
            return True
        back = -1
        while next_back[at] < indptr[at + 1]:
            place = next_back[at]
            other = indices[place]
            if depth_project[other] == depth_class[at] + 1 and flow[edge_of[place]] > 0:
                back = place
                break
            next_back[at] += 1
        if back < 0:
            next_edge[project] += 1
            continue
        path[length] = next_edge[project]
        path[length + 1] = back
        length += 2
        project = indices[back]
