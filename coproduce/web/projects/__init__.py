"""Joint projects: the list, one of them, and what happened to what somebody said."""
