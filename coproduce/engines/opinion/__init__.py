"""Opinion maps: votes on each other's statements → groups, what divides, what unites.

Participants vote agree, disagree or pass on statements that other participants wrote.
``draw_map`` finds who votes alike, which statements mark each group, what all groups
accept and what to ask next. The modules follow the steps: ``votes`` → ``plane`` →
``groups`` → ``counts`` → ``representative`` and ``consensus`` → ``stability``; ``mapping``
joins them, ``live`` keeps a map up to date vote by vote.

Based on the published description of Polis (Small et al. 2021). Import from the
modules; this page loads nothing, so that naming the methods costs nothing.
"""

METHODS: tuple[str, ...] = ("coproduce", "polis")
"""The two modes: our own, and the one comparable with a Polis export."""
