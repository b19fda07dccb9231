"""Ways of working on screen: the catalogue with its guidance, and a few questions that lead to one that fits."""
