"""Pure computation: values in, values out.

Each engine stands alone beside the others and shares only ``kernel``. None of
them knows Django, files, the clock, the environment or global randomness.
"""
