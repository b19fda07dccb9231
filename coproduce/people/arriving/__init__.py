"""Signing in by a code that we send to an e-mail address; nobody has a password.

Known and unknown addresses get the same page and the same letter: whoever holds the address types
the code, and is a person here from then on. So nobody can find out who else is, and no row is
written for an address that was mistyped. django-allauth carries the code, its limits and its end.
"""
