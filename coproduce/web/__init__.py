"""The site: settings, addresses, and the pages that join rooms together."""
