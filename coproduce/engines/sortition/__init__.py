"""Fair lotteries for juries, assemblies, boards and inspections.

From a pool of people and quotas, panels that can be drawn from an urn, with everybody's
chance as equal as the quotas allow and a proof of it. Two phases: ``solve`` publishes a
portfolio, ``draw`` picks from it by a public seed, and ``verify`` checks both by counting.
"""

METHODS = ("leximin", "maximin", "nash", "legacy", "draw")
"""Keys of the methods; the first is the default of ``solve``."""
