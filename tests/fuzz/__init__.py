"""Throwing everything at the site, by chance from a seed: every address, form and file, as every kind of person.

What must never happen: an answer 500, and a refusal (4xx) that left a row behind.
"""
