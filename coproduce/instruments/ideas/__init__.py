"""Ideas: people put something forward, support it and remark on it; in a list, or on a map."""
