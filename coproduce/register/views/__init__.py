"""The register on screen: services, what should be different, and what is already happening."""
