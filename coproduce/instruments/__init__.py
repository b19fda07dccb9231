"""The tools of which ways of working are made. Each is an app of its own; none knows another."""
