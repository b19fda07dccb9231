"""How the site is doing, for the agency's administrator: on screen what an operator asks on the command line."""
