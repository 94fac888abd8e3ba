"""A manifest read back: its objects, where charts, values and images stand, and comparing two."""
