"""Killing the site while people write to it: what was acknowledged must be there, once."""
