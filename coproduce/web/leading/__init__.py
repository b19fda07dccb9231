"""Leading a joint project: showing it, its label, its stages in time, and closing it."""
