"""Ballot: people vote, secretly, on what lies before them; the votes are counted exactly and explained."""
