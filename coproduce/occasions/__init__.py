"""Opportunities to help, dated occasions, and who takes part."""
