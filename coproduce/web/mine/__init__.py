"""My page: what I said and what became of it, how you may reach me, and all that is kept of me, to take or to erase."""
