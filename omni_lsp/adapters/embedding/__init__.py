"""Texts as vectors: a small static table that is shipped, a server of the user's, a model folder of the user's."""
