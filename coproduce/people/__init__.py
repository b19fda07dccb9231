"""Persons, organisations, roles, seats, consent, clearance, interests."""
