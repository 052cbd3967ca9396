"""Secrets in texts: found by the shapes that providers give them, by the names they have, by the files they are in."""
