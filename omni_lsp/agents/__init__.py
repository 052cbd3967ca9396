"""What to look for, one agent a file."""
