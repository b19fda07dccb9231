"""Delivery: milestones and duties of both sides, and how far each project has come."""
