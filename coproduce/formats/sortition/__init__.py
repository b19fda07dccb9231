"""The files of a lottery: who is in the pool, and how many of each kind are wanted.

Two comma-separated files with a head, in the shape that lotteries for citizens' assemblies
already use: ``features`` holds one line per value with its least and greatest number,
``people`` one line per person. Extra columns are kept out of the way, not refused.
"""
