"""Try a count: bring an election file, see it counted and explained, take the record, leave nothing behind.

What a visitor brings is a *trial*. It belongs to her session alone, is kept for
a stated time, and never holds more of the file than the count needs.
"""
