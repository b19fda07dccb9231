"""Tags of what is one's own."""
