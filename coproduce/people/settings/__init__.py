"""Settings on screen: who is what here, organisations, seats. For leads and administrators."""
