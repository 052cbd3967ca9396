"""Frozen values that every part shares; imports the standard library only."""
