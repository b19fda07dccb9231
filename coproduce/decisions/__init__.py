"""Conflicts, options, decisions, answers, and who was told."""
