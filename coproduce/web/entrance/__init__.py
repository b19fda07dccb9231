"""Coming in: with a voting code from a card, or signed in."""
