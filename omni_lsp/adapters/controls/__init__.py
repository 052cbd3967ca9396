"""Controls of frameworks and policies of projects, read from their files."""
