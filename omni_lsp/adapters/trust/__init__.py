"""Trust on the disk: what a folder brings, and what its user decided, kept apart from it."""
