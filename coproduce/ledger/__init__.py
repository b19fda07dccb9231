"""Who put in what: the contributions of residents, public side and partners in one balanced book."""
