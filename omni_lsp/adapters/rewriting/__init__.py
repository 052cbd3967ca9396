"""Recipes of rules for fixes: what should stand in the place of code, told on its syntax."""
