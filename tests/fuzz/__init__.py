"""Mutated inputs of every kind, of which none may crash, block, or take much memory."""
