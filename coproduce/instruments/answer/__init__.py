"""Answer: one ruling on each item, with its reason and what is promised next."""
